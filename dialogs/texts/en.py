"""English, keyed by the Danish line."""

ENGLISH = {
    # application
    "Hej! Det er joblinjen i {employer}. Jeg er en robot: skriv MENNESKE for en person, DATA om dine data.": (
        "Hi! This is the job line of {employer}. I am a robot: write HUMAN for a person, DATA about your data."
    ),
    "Noteret: {profile}.": "Noted: {profile}.",
    "Hvor bor du? Skriv en bydel eller et postnummer.": "Where do you live? Write a district or a postcode.",
    "Hvilket fag søger du job i? Fx SOSU-hjælper, SOSU-assistent, sygeplejerske eller ufaglært.": (
        "What work are you looking for? For example SOSU-hjælper, SOSU-assistent, nurse, or no care training."
    ),
    "Hvor i byen vil du gerne arbejde?": "Where in the city would you like to work?",
    "Hvor mange timer om ugen?": "How many hours a week?",
    "{shifts}?": "{shifts}?",
    "Hvornår kan du starte?": "When can you start?",
    "Fast job, afløser eller vikariat?": "Permanent job, temp work or fixed term?",
    "Hvad er dit fornavn?": "What is your first name?",
    "Har du dansk autorisation som {role}?": "Do you have Danish authorisation as {role}?",
    "{name}, jeg har skrevet: {profile}. Passer det? Svar JA, eller skriv det, der skal rettes.": (
        "{name}, I have written: {profile}. Is that right? Answer YES, or write what to change."
    ),
    "Tak, {name}! En kollega finder steder, der mangler folk som dig. Du hører fra os senest {due}. Skriv, hvis noget ændrer sig.": (
        "Thank you, {name}! A colleague finds places that need people like you. You hear from us by {due}. Write if anything changes."
    ),
    # beside
    "Må vi også foreslå dig til job som {post}? Svar JA eller NEJ.": (
        "May we also suggest you for work as {post}? Answer YES or NO."
    ),
    "Er din uddannelse fra et andet land end Danmark? Svar JA eller NEJ.": (
        "Is your training from another country than Denmark? Answer YES or NO."
    ),
    # interview
    "Godt nyt! {unit} ({where}) vil gerne møde dig. {times}. Svar med tallet, eller skriv KAN IKKE.": (
        "Good news! {unit} ({where}) would like to meet you. {times}. Answer with the number, or write CANNOT."
    ),
    "Godt nyt! {unit} ({where}) vil gerne møde dig {times}. Svar JA, eller skriv KAN IKKE.": (
        "Good news! {unit} ({where}) would like to meet you {times}. Answer YES, or write CANNOT."
    ),
    "Aftalt: {time} hos {unit}, {where}.": "Agreed: {time} at {unit}, {where}.",
    "Du møder {meets}.": "You will meet {meets}.",
    "Du får en påmindelse dagen før. Skriv KAN IKKE, hvis du bliver forhindret.": (
        "You get a reminder the day before. Write CANNOT COME if you cannot make it."
    ),
    "Tiderne hos {unit} gælder desværre ikke alligevel. Vi arbejder videre for dig, og du hører fra os senest {due}.": (
        "Sorry, the times at {unit} do not apply after all. We go on working for you, and you hear from us by {due}."
    ),
    "Det er helt i orden. Vi spørger {unit} om andre tider. Du hører fra os senest {due}.": (
        "That is fine. We ask {unit} for other times. You hear from us by {due}."
    ),
    "Tak, fordi du siger til. Aftalen er aflyst, og vi finder en ny tid. Du hører fra os senest {due}.": (
        "Thank you for telling us. The appointment is cancelled and we find a new time. You hear from us by {due}."
    ),
    "Vi ses {time}. Skriv KAN IKKE, hvis du bliver forhindret.": "See you {time}. Write CANNOT COME if you cannot make it.",
    "Tiderne hos {unit} gælder ikke længere, så der er ingen samtale.": (
        "The times at {unit} no longer apply, so there is no interview."
    ),
    # turn
    "Selv tak!": "You are welcome!",
    "Tak for din besked.": "Thank you for your message.",
    "Skriv STATUS for at høre, hvor langt vi er, eller MENNESKE for at tale med en person.": (
        "Write STATUS to hear how far we are, or HUMAN to talk to a person."
    ),
    "Hvad mener du med det?": "What do you mean by that?",
    "Hvad er du uddannet som?": "What are you trained as?",
    "Hvilket sted mener du?": "Which place do you mean?",
    "Hvilke vagter mener du?": "Which shifts do you mean?",
    "Hvilken dag mener du?": "Which day do you mean?",
    "Hvor mange timer mener du?": "How many hours do you mean?",
    "Billeder kan jeg ikke se. Skriv det med ord, så er jeg med.": "I cannot see pictures. Write it in words and I am with you.",
    "Jeg skriver dansk og engelsk. I write Danish and English: write ENGLISH, or MENNESKE for a person.": (
        "Jeg skriver dansk og engelsk. I write Danish and English: write ENGLISH, or HUMAN for a person."
    ),
    "Det er helt i orden. Skriv, når det passer dig.": "That is fine. Write when it suits you.",
    "Det forstod jeg ikke helt.": "I did not quite understand that.",
    "Skriv aldrig dit CPR-nummer her. Vi har slettet det.": "Never write your CPR number here. We have deleted it.",
    "Det lyder som noget privat, så det gemmer vi ikke. Ring gerne til os på {phone}.": (
        "That sounds private, so we do not keep it. You are welcome to call us on {phone}."
    ),
    "Hvad skal rettes? Skriv det bare, fx: 30 timer, eller: ikke nat.": (
        "What should be changed? Just write it, for example: 30 hours, or: no nights."
    ),
    "Det sidste er fjernet.": "The last thing is removed.",
    "Fjernet: {facts}.": "Removed: {facts}.",
    "Der er ikke noget at fortryde.": "There is nothing to undo.",
    "Rettet: {new} (før: {old}).": "Changed: {new} (before: {old}).",
    "Det spørger jeg en kollega om. Du får svar senest {due}.": "I will ask a colleague. You get an answer by {due}.",
    "Jeg har givet din besked videre. En kollega vender tilbage senest {due}.": (
        "I have passed your message on. A colleague gets back to you by {due}."
    ),
    "Jeg forstår det ikke helt, så jeg har bedt en kollega om at tage over. Du hører senest {due}.": (
        "I do not quite understand, so I have asked a colleague to take over. You hear from us by {due}."
    ),
    "Tak, det er noteret.": "Thank you, that is noted.",
    "Selv tak! Du hører fra os senest {due}.": "You are welcome! You hear from us by {due}.",
    "Tak for din besked. Du hører fra os senest {due}.": "Thank you for your message. You hear from us by {due}.",
    "Tak for din besked. Du hører fra os senest {due}. Skriv MENNESKE for at tale med en person.": (
        "Thank you for your message. You hear from us by {due}. Write HUMAN to talk to a person."
    ),
    # commands
    "Du søger ikke job hos os lige nu. Vil du søge igen, så skriv JOB.": (
        "You are not applying with us right now. If you want to apply again, write JOB."
    ),
    "Du er i køen. Det tager længere, end vi lovede, men din sag ligger øverst hos en kollega.": (
        "You are in the queue. It takes longer than we promised, but you are first on a colleague's list."
    ),
    "Beklager. Vi skriver ikke til dette nummer igen.": "Sorry. We will not write to this number again.",
    "Du får ikke flere jobtilbud fra os. Vil du søge igen, så skriv JOB.": (
        "You get no more job offers from us. If you want to apply again, write JOB."
    ),
    "Du får ikke flere beskeder fra os. Vil du søge igen, så skriv JOB.": (
        "You get no more messages from us. If you want to apply again, write JOB."
    ),
    "Tillykke med jobbet! Vi tager dig ud af køen. Vil du søge igen, så skriv JOB.": (
        "Congratulations on the job! We take you out of the queue. If you want to apply again, write JOB."
    ),
    "Det er noteret: Du søger ikke længere hos os. Vil du søge igen, så skriv JOB.": (
        "Noted: you no longer apply with us. If you want to apply again, write JOB."
    ),
    "Dine svar er slettet hos joblinjen nu, og en kollega bekræfter det senest {due}. Har du spørgsmål, så ring {phone}.": (
        "Your answers are now deleted at the job line, and a colleague confirms it by {due}. Questions: call {phone}."
    ),
    "Vi har gemt dit nummer, vores beskeder og: {facts}.": "We keep your number, our messages and: {facts}.",
    "Vi har gemt dit nummer og vores beskeder.": "We keep your number and our messages.",
    "Vi bruger det kun til at finde job til dig hos {employer}. Skriv SLET, så sletter vi. Vil du have det hele tilsendt, "
    "så skriv MENNESKE.": (
        "We use it only to find work for you at {employer}. Write SLET and we delete it. If you want all of it sent to you, "
        "write HUMAN."
    ),
    "En kollega ved besked og ringer eller skriver senest {due}.": "A colleague knows, and calls or writes by {due}.",
    "Ja, det er aftalt: En kollega ringer eller skriver til dig senest {due}.": "Sure: a colleague calls or writes to you by {due}.",
    "Haster det, så ring {phone}.": "If it is urgent, call {phone}.",
    "Er der fare for liv, så ring 112 nu. Ellers ring {phone}. Jeg er en robot og kan ikke hjælpe her.": (
        "If a life is in danger, call 112 now. Otherwise call {phone}. I am a robot and cannot help here."
    ),
    "Dette nummer er kun til job i ældreplejen. Handler det om hjælp til en borger, så ring {phone}.": (
        "This number is only for jobs in elderly care. If it is about help for a citizen, call {phone}."
    ),
    "Du er sat på pause til {day}. Skriv JOB, hvis du vil i gang før.": "You are paused until {day}. Write JOB to start earlier.",
    "Du er sat på pause. Skriv JOB, når du vil i gang igen.": "You are paused. Write JOB when you want to start again.",
    "Velkommen tilbage!": "Welcome back!",
    "Du har en aftale {time} hos {unit}.": "You have an appointment {time} at {unit}.",
    "Du er på pause. Skriv JOB, når du vil i gang igen.": "You are on pause. Write JOB when you want to start again.",
    "Du er i køen, og du hører fra os senest {due}.": "You are in the queue, and you hear from us by {due}.",
    "Du er godt i gang. Jeg mangler kun lidt, før en kollega kan gå videre.": (
        "You are well on your way. I need only a little more before a colleague can go on."
    ),
    "Jeg kan først sige, hvor du passer, når jeg kender dit fag og område.": (
        "I can only say where you fit once I know your profession and area."
    ),
    "Jeg kan først sige, hvor du passer, når jeg ved, hvor i byen du vil arbejde.": (
        "I can only say where you fit once I know where in the city you would like to work."
    ),
    "Jeg mangler kun dit ja, så kan en kollega gå videre.": "I need only your yes, then a colleague can go on.",
    "Samtalen {time} er aflyst.": "The interview {time} is cancelled.",
    "Skriv bare det, der skal rettes, fx: 30 timer, eller: også Valby.": (
        "Just write what to change, for example: 30 hours, or: also Valby."
    ),
    "Skriv frit til mig. Disse ord virker altid: MENNESKE, STATUS, RET, TILBAGE, PAUSE, HVORFOR, DATA, SLET, STOP, ENGLISH.": (
        "Write freely to me. These words always work: HUMAN (a person), STATUS, RET (change), TILBAGE (undo), PAUSE, "
        "HVORFOR (why), DATA, SLET (delete), STOP, DANSK."
    ),
    "Vi skriver dansk herfra.": "We write English from here.",
    "Tak! Bed din kollega sende en sms til dette nummer. Vi gemmer ikke andres navne og numre.": (
        "Thank you! Please ask your colleague to text this number. We do not keep other people's names and numbers."
    ),
    "Godt, du skriver. Du arbejder her allerede, så en kollega ser også på det sammen med dig.": (
        "Good that you write. You already work here, so a colleague also looks at it with you."
    ),
    "Tak. Så bliver du i køen.": "Thank you. You stay in the queue.",
    "Det er i orden. Vi tager dig ud af køen.": "That is fine. We take you out of the queue.",
    "Det er jeg ked af. En kollega ringer eller skriver til dig senest {due}.": (
        "I am sorry about that. A colleague calls or writes to you by {due}."
    ),
    # notices
    "Hej, her er {name} fra rekrutteringen. Jeg har overtaget samtalen, så nu skriver du med en person.": (
        "Hi, this is {name} from recruitment. I have taken over, so you are now writing with a person."
    ),
    "Tak for snakken. Nu er det joblinjens robot, der svarer igen. Skriv MENNESKE for en person.": (
        "Thank you. The job line's robot answers again from here. Write HUMAN for a person."
    ),
    "Hej! Du ringede til joblinjen. Skriv dit fag, hvor i byen og hvor mange timer, fx: SOSU-hjælper, Valby, 30 timer. "
    "Skriv MENNESKE for en person.": (
        "Hi! You called the job line. Write your profession, where in the city and how many hours, for example: "
        "SOSU-hjælper, Valby, 30 hours. Write HUMAN for a person."
    ),
    "Tak for dit opkald til joblinjen. En kollega ringer til dig senest {due}. Du kan også bare skrive her.": (
        "Thank you for calling the job line. A colleague calls you by {due}. You can also just write here."
    ),
    "Hej[ {name}]. Vi har ikke glemt dig, men vi er ikke færdige endnu. Du hører fra os senest {due}.": (
        "Hi[ {name}]. We have not forgotten you, but we are not done yet. You hear from us by {due}."
    ),
    "Hej[ {name}]. Det tager lidt længere at finde det rigtige sted til dig, end vi lovede. Du hører fra os senest {due}.": (
        "Hi[ {name}]. Finding the right place for you takes a little longer than we promised. You hear from us by {due}."
    ),
    "Hej[ {name}]. Det tager længere, end vi lovede, og det beklager vi. Din sag ligger øverst hos en kollega. Vil du stadig "
    "vente? Svar JA eller NEJ, eller skriv MENNESKE.": (
        "Hi[ {name}]. It takes longer than we promised, and we are sorry. You are first on a colleague's list. Do you still "
        "want to wait? Answer YES or NO, or write HUMAN."
    ),
    "Hej[ {name}]. Vi er ikke færdige endnu, men du er ikke glemt: du hører fra os senest {day}.": (
        "Hi[ {name}]. We are not done yet, but you are not forgotten: you hear from us by {day}."
    ),
    "Hej[ {name}]. Vil du stadig gerne blive i køen? Svar JA eller NEJ. Hører vi ikke fra dig inden {day}, slutter din "
    "søgning.": (
        "Hi[ {name}]. Do you still want to stay in the queue? Answer YES or NO. If we do not hear from you by {day}, your "
        "search ends."
    ),
    "Hej[ {name}]. Som aftalt søger du hos os igen, og du hører fra os senest {due}. Skriv STOP, hvis du ikke vil alligevel.": (
        "Hi[ {name}]. As agreed you apply with us again, and you hear from us by {due}. Write STOP if you would rather not."
    ),
    "Hej[ {name}]. Din pause er slut, og du er i køen igen. Du hører fra os senest {due}. Skriv PAUSE, hvis du vil vente lidt "
    "endnu.": (
        "Hi[ {name}]. Your pause is over, and you are in the queue again. You hear from us by {due}. Write PAUSE to wait a "
        "little longer."
    ),
    "Husk samtalen {time} hos {unit}.[ Sted: {place}.][ Du møder {meets}.] Kan du ikke komme, så skriv KAN IKKE.": (
        "Remember the interview {time} at {unit}.[ Place: {place}.][ You will meet {meets}.] If you cannot come, write CANNOT "
        "COME."
    ),
    "Den tid er desværre lige blevet optaget.": "Sorry, that time has just been taken.",
    "Tiderne gælder desværre ikke længere. En kollega vender tilbage til dig.": (
        "Sorry, the times no longer apply. A colleague gets back to you."
    ),
    "Disse steder passer bedst til det, du har skrevet: {places}. Vi ser på fag, vagter, timer, start, afstand, og hvor der "
    "mangler folk. Et menneske beslutter. Skriv RET eller MENNESKE, hvis noget er forkert.": (
        "These places fit what you wrote best: {places}. We look at role, shifts, hours, start, distance and who lacks staff. "
        "A person decides. Write RET (change) or HUMAN if something is wrong."
    ),
    "Lige nu er der ikke et ledigt sted, der passer til det, du har skrevet. Det er ikke et afslag: et menneske ser på det. "
    "Skriv RET, hvis noget er ændret, eller MENNESKE, så ringer vi.": (
        "Right now no open post fits what you wrote. This is not a rejection: a person looks into it. Write RET (change) if "
        "something has changed, or HUMAN and we call."
    ),
    "Alt om dig er nu slettet hos joblinjen.": "Everything about you is now deleted at the job line.",
    "Det, du skrev før, er nu slettet hos joblinjen. Din nye søgning fortsætter.": (
        "What you wrote before is now deleted at the job line. Your new search goes on."
    ),
}

"""English, keyed by the Danish line."""

ENGLISH = {
    # application
    "Hej! Det er joblinjen i {employer}. Jeg er en robot: skriv MENNESKE for en person, DATA om dine data.": (
        "Hi! This is the job line of {employer}. I am a robot: write HUMAN for a person, DATA about your data."
    ),
    "Noteret: {profile}.": "Noted: {profile}.",
    "Hvad er du uddannet som? Svar med et tal: {numbers}. Eller skriv, hvad du er.": (
        "What are you trained as? Answer with a number: {numbers}. Or write what you are."
    ),
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
    # interview
    "Godt nyt! {unit} ({where}) vil gerne møde dig. {times}. Svar med tallet, eller skriv KAN IKKE.": (
        "Good news! {unit} ({where}) would like to meet you. {times}. Answer with the number, or write CANNOT."
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
    # turn
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
    "Det forstod jeg ikke helt.": "I did not quite understand that.",
    "Skriv aldrig dit CPR-nummer her. Vi har slettet det.": "Never write your CPR number here. We have deleted it.",
    "Det lyder som noget privat, så det gemmer vi ikke. Ring gerne til os på {phone}.": (
        "That sounds private, so we do not keep it. You are welcome to call us on {phone}."
    ),
    "Hvad skal rettes? Skriv det bare, fx: 30 timer, eller: ikke nat.": (
        "What should be changed? Just write it, for example: 30 hours, or: no nights."
    ),
    "Det sidste er fjernet.": "The last thing is removed.",
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
    "Tak for din besked. Du hører fra os senest {due}. Skriv MENNESKE for at tale med en person.": (
        "Thank you for your message. You hear from us by {due}. Write HUMAN to talk to a person."
    ),
    # commands
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
}

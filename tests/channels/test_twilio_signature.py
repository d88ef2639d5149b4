"""Our signature check says what Twilio's own validator says, for every form and address."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from multidict import MultiDict
from twilio.request_validator import RequestValidator, get_signature_algorithm

from bot.channels.twilio_signature import SETTINGS, SIGNATURE, SignatureCheck, sign

TOKEN = "token-of-the-tests"
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
FORMS = st.lists(st.tuples(st.sampled_from(["Body", "From", "To", "body", "Æ", "NumMedia"]), WORDS), max_size=8)
BASES = st.sampled_from(
    ["https://job.example.org", "https://job.example.org:443", "http://127.0.0.1:3978", "https://job.example.org:8443"]
)
# Not "/twilio/sms?": Twilio's validator drops an empty query that Twilio itself would have signed.
TARGETS = st.sampled_from(["/twilio/sms", "/twilio/status?id=17", "/twilio/sms?a=&b=%C3%A6&b=2"])
ALGORITHMS = st.sampled_from(["HMAC_SHA1", "HMAC_SHA256"])


@given(FORMS, BASES, TARGETS, ALGORITHMS)
def test_signs_as_twilio_does(form: list[tuple[str, str]], base: str, target: str, algorithm: str) -> None:
    url = base + target
    assert sign(TOKEN, url, form, algorithm) == RequestValidator(TOKEN).compute_signature(
        url, MultiDict(form), algorithm
    )


@given(FORMS, FORMS, BASES, TARGETS, ALGORITHMS, st.booleans())
def test_judges_as_twilio_s_validator_does(
    signed: list[tuple[str, str]],
    came: list[tuple[str, str]],
    base: str,
    target: str,
    algorithm: str,
    honest: bool,
) -> None:
    form = signed if honest else came
    headers = {SIGNATURE: sign(TOKEN, base + target, signed, algorithm), SETTINGS: f"key=k,algorithm={algorithm}"}
    theirs = RequestValidator(TOKEN).validate(
        base + target, MultiDict(form), headers[SIGNATURE], get_signature_algorithm(headers[SETTINGS])
    )
    assert SignatureCheck(TOKEN, base).holds(headers, target, form) is theirs
    assert theirs or not honest


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_header_opens_the_door(signature: str, settings: str) -> None:
    check = SignatureCheck(TOKEN, "https://job.example.org")
    assert not check.holds({SIGNATURE: signature, SETTINGS: settings}, "/twilio/sms", [("Body", "hej")])
    assert not check.holds({}, "/twilio/sms", [])


def test_the_recorded_signature_of_twilio_s_documentation() -> None:
    # The example every description of the scheme uses; the token and the number are the published ones.
    form = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+12349013030"),
        ("Digits", "1234"),
        ("From", "+12349013030"),
        ("To", "+18005551212"),
    ]
    check = SignatureCheck("12345", "https://mycompany.com")
    assert check.holds({SIGNATURE: "0/KCTR6DLpKmkAf8muzZqo1nDgQ="}, "/myapp.php?foo=1&bar=2", form)

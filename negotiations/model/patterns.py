"""The patterns of the texts of the model, each with its form in words for messages."""

__all__ = [
    "ADDRESS_PATTERN",
    "DAY_PATTERN",
    "DURATION_PATTERN",
    "EDTF_PATTERN",
    "END",
    "FILE_NAME_PATTERN",
    "FORMS",
    "ID_PATTERN",
    "LANGUAGE_PATTERN",
    "NOT_BLANK",
    "RELEASE_PATTERN",
    "SHA256_PATTERN",
    "TERM_LABEL_PATTERN",
    "URL_PATTERN",
    "VERSION_ID_PATTERN",
]

# The end of a text: $ alone also takes a final line feed.
END = r"$(?!\n)"
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
# Digits are spelled out, since \d takes the digits of every script.
_DAY = r"([0-9]{4}|X{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[~?%]?"

ID_PATTERN = rf"^{_ID}{END}"
VERSION_ID_PATTERN = rf"^{_ID}@{_ID}{END}"
# `issue`, `issue@2`, `issue@2:case`, each with `.alternative` behind it: the label of a term.
TERM_LABEL_PATTERN = rf"^{_ID}(@(whole|[1-9][0-9]{{0,5}}))?(:{_ID})?(\.{_ID})?{END}"
ADDRESS_PATTERN = rf"^[a-z]+/{_ID}(@{_ID})?{END}"
# Text that shows something. What \s takes differs: Python adds the separators of information (1c to 1f),
# ECMA-262 the byte order mark, and only ECMA-262 leaves out the next line (85). Here all of them are blank.
NOT_BLANK = r"[^\s\x1c-\x1f\x85\ufeff]"
SHA256_PATTERN = rf"^[0-9a-f]{{64}}{END}"
DURATION_PATTERN = (
    r"^P(?=[0-9]|T[0-9])([0-9]{1,3}Y)?([0-9]{1,4}M)?([0-9]{1,4}W)?([0-9]{1,5}D)?"
    r"(T(?=[0-9])([0-9]{1,4}H)?([0-9]{1,5}M)?([0-9]{1,5}S)?)?" + END
)
DAY_PATTERN = rf"^[0-9]{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]){END}"
EDTF_PATTERN = rf"^({_DAY}|({_DAY}|\.\.)/({_DAY}|\.\.)){END}"
RELEASE_PATTERN = rf"^[0-9]+\.[0-9]+\.[0-9]+{END}"
FILE_NAME_PATTERN = rf"^[^/\\\x00-\x1f]+{END}"
LANGUAGE_PATTERN = rf"^[a-z]{{2,3}}(-[A-Za-z0-9]+)*{END}"
URL_PATTERN = rf"^https?://[!-~]+{END}"

FORMS = {
    ID_PATTERN: "lower-case letters and digits joined by hyphens, such as may-proposal",
    VERSION_ID_PATTERN: "the id of a proposal, @ and a name, such as may-proposal@bridging",
    TERM_LABEL_PATTERN: "the label of a term, such as ceasefire@1, heavy-weapons@1:rockets or "
    "number-of-parties.option-1",
    ADDRESS_PATTERN: "the address of a record, such as sources/second-report",
    NOT_BLANK: "text that is not blank",
    SHA256_PATTERN: "64 hexadecimal digits in lower case",
    DURATION_PATTERN: "an ISO 8601 duration in whole numbers, such as P6W, P1M or PT3H",
    EDTF_PATTERN: "a date such as 2024-08-16, 2024-08, 2024 or XXXX-05, or an interval such as "
    "2024-08/2024-09 or 2024-08/..; other EDTF dates are not supported",
    DAY_PATTERN: "a day such as 2024-08-16",
    RELEASE_PATTERN: "three numbers joined by full stops, such as 1.0.0",
    FILE_NAME_PATTERN: "the name of a file without folders, such as report.txt",
    LANGUAGE_PATTERN: "a BCP 47 language tag, such as en or pt-BR",
    URL_PATTERN: "a web address in ASCII that begins with http:// or https://",
}

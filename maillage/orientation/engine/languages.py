"""The language of a text: its alphabet, else its small words; « und » for a mash of keys."""

import re
import unicodedata
from collections import Counter

from maillage.orientation.engine.reading import Reading
from maillage.orientation.engine.need import Value
from maillage.orientation.engine.tokens import Token

# Words of Latin alphabets that French has not, or not so often. Plain (no accents).
_WORDS = {
    "fr": "je j le la les un une des de du et est pour dans avec mon ma mes sur pas que qui il elle on "
    "nous vous suis ai cest au aux en ou a ce cette fait faire veux peux sais besoin cherche comment "
    "quelqu quelqun ne plus mais par son sa se si d l c qu y tout bonjour merci aide",
    "en": "i the my is to and for with of can help need not do you how a in on me it please where have "
    "don t m am someone want would like speak english french only where what this that get are "
    "without does english hello use near there an any print free want be from they your computer "
    "phone learn no could who",
    "es": "el los las un una que para con mi mis no es en necesito quiero puedo ayuda como donde hay "
    "alguien yo tengo busco hola por y del al se me lo hablo espanol frances solo soy estoy vivo "
    "gracias mas pero muy esta este cuando quien hacer hijo hija ordenador favor necesitamos",
    "pt": "o os as um uma que para com meu minha nao e em preciso quero posso ajuda como onde ha alguem eu "
    "tenho procuro ola por do da dos das no na se me falo portugues frances so sou estou moro "
    "obrigado obrigada mais mas muito esta este quando quem fazer filho filha computador ao voce "
    "fala preencher",
    "tr": "bir ve icin ile benim ben bu ne nasil var yok mi mu istiyorum lazim yardim nerede kim bana de da "
    "turkce fransizca bilmiyorum biliyorum konusan konusuyorum ama cok merhaba cocugum oglum "
    "kizim olan gerek nereden ucretsiz biri degil evde oturuyorum musunuz misiniz edebilir",
    "de": "ich der die das und ist nicht ein eine fur mit mein meine kann wie wo hilfe brauche zu auf "
    "spreche deutsch franzosisch nur bitte wir es im in den habe mir jemand kein",
    "it": "il lo gli un una che per con mio mia non e in ho sono bisogno aiuto come dove vorrei parlo "
    "italiano francese solo della del di qualcuno voglio posso devo mi ciao sul fare",
    "ro": "un o si sa pentru cu nu este in am eu vreau ajutor cum unde cineva mea meu care la de va rog "
    "vorbesc romana franceza doar imi trebuie buna ziua pe sunt stiu nevoie",
    "sq": "nje dhe per me nuk eshte ne kam une dua ndihme si ku dikush im ime qe te flas shqip frengjisht "
    "vetem duhet pershendetje mund jam",
    "pl": "nie jest w na do i ze sie mam jak gdzie ktos potrzebuje chce pomocy po polsku francusku "
    "mowie tylko prosze dzien dobry moj moja dla",
    "nl": "ik de het een en is niet voor met mijn kan hoe waar hulp nodig spreek nederlands frans alleen "
    "iemand op van te",
    "so": "waan waxaan iyo in aan ma ku ka waa caawimaad af soomaali keliya raba",
    "vi": "toi khong la can giup muon va cho co cua duoc tieng viet phap noi",
    "ku": "ez ji bo bi min ne u ku dixwazim kurdi frensi tene alikari",
    "ar": "salam slm labas bghit bghina nbghi 3andi 3ndi 3endi wach wash kifach kifesh chkoun chno chnou "
    "chouf mabghitch ma3reftch ma3raftch n3ref na3ref nhder nehder makanhderch bzaf bzzaf dyal dyali "
    "diali ta3 ta3i nta3 fin fayn wayn bach bech khasni khassni lazem lazemni ya khoya walakin wlakin "
    "mazal machi mashi 3la 3lik 3liya bladi lwra9 wra9 warqa 3awni 3awnouni 3awenni 3afak afak "
    "choukran chokran saha rani kayn kayen makaynch had hada hadi haja chi wahed wa7ed nqra ne9ra "
    "nqder na9der n9der ma9dertch mafhemtch fhamt nefhem 7ta hta fransawiya 3arbiya l3arbiya "
    "telefoun lportable rah raho bla ghir wldi weldi bnti benti kifah wesh ntouma nta nti "
    "ana howa hiya had lwarqa had chi allah inshallah nchallah hna lhna nkteb nemchi nrouh "
    "bghitkoum t3awnouni t3awni tawa barcha n7eb nheb nhebb kan kima ki fel fil li lli elli",
}
_SHARED = Counter(word for words in _WORDS.values() for word in set(words.split()))
_WEIGHT = {
    language: {word: 1.0 / _SHARED[word] for word in words.split()}
    for language, words in _WORDS.items()
}
_SIGNS = {
    "es": "ñ¿¡",
    "pt": "ãõ",
    "tr": "ığş",
    "de": "ßäü",
    "ro": "ățşșâ",
    "pl": "łąęśżźć",
    "sq": "ë",
    "vi": "ơưđạảấầ",
}
_ENDINGS = {
    "tr": re.compile(r"(?:iyorum|uyorum|iyor|uyor|mak|mek|ler|lar|imi|misiniz|musunuz|dim|tim)$"),
    "pt": re.compile(r"(?:cao|coes|agem|inho|nha|lho|lhar)$"),
    "es": re.compile(r"(?:cion|ciones|illo|dad|ando|iendo)$"),
    "it": re.compile(r"(?:zione|azioni|ggio|tta|lli|zzare)$"),
}
_ARABIZI = re.compile(r"[a-z]+[3579][a-z]+|^[3579][a-z]{2,}|[a-z]{2,}[379]$")
_VOWELS = frozenset("aeiouy")
_UKRAINIAN, _RUSSIAN = frozenset("іїєґ"), frozenset("ыэёъ")
_UKRAINIAN_WORDS = frozenset("як що не мені треба потрібно де та й допомога хто це по".split())
_BULGARIAN = frozenset("съм искам трябва помощ".split())
_PASHTO, _PERSIAN, _URDU = frozenset("ټډړښځڅېۍڼ"), frozenset("پچژگی"), frozenset("ٹڈڑےں")
_OTHER_ALPHABETS = {
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "ETHIOPIC": "ti",
    "HEBREW": "he",
    "GREEK": "el",
    "THAI": "th",
}


def language_of(reading: Reading) -> Value:
    """ISO 639-1; « fr » when nothing says otherwise, « und » when these are no words."""
    letters = [letter for letter in reading.text.lower() if letter.isalpha()]
    if not letters:
        return Value("und", 0.9)
    alphabets = Counter(_alphabet(letter) for letter in letters)
    alphabet, count = alphabets.most_common(1)[0]
    # A French place name inside an Arabic sentence changes nothing.
    foreign = {name: number for name, number in alphabets.items() if name != "LATIN"}
    if alphabet == "LATIN" and sum(foreign.values()) > 0.25 * len(letters):
        alphabet = max(foreign, key=lambda name: foreign[name])
        count = foreign[alphabet]
    confidence = round(min(0.99, 0.6 + 0.4 * count / len(letters)), 2)
    if alphabet == "ARABIC":
        return Value(_arabic(set(letters)), confidence)
    if alphabet == "CYRILLIC":
        return Value(_cyrillic(set(letters), reading.text.lower().split()), confidence)
    if alphabet != "LATIN":
        return Value(_OTHER_ALPHABETS.get(alphabet, "und"), confidence)
    return _latin(reading, set(letters))


def _alphabet(letter: str) -> str:
    if letter.isascii():
        return "LATIN"
    return unicodedata.name(letter, "?").split()[0]


def _arabic(letters: set[str]) -> str:
    if letters & _PASHTO:
        return "ps"
    if letters & _URDU:
        return "ur"
    return "fa" if letters & _PERSIAN else "ar"


def _cyrillic(letters: set[str], words: list[str]) -> str:
    if letters & _UKRAINIAN:
        return "uk"
    if letters & _RUSSIAN:
        return "ru"
    if not _BULGARIAN.isdisjoint(words):
        return "bg"
    return "uk" if len(_UKRAINIAN_WORDS.intersection(words)) >= 2 else "ru"


def _latin(reading: Reading, letters: set[str]) -> Value:
    plain = _written_words(reading.tokens)
    if _is_mash(plain, reading):
        return Value("und", 0.8)
    points: Counter[str] = Counter()
    for word in plain:
        for language, weights in _WEIGHT.items():
            points[language] += weights.get(word, 0.0)  # type: ignore[assignment]
        for language, ending in _ENDINGS.items():
            if len(word) > 4 and ending.search(word):
                points[language] += 0.4  # type: ignore[assignment]
        if _ARABIZI.search(word) and not word.isdigit():
            points["ar"] += 1.2  # type: ignore[assignment]
    for language, signs in _SIGNS.items():
        points[language] += 1.0 * len(letters & set(signs))  # type: ignore[assignment]
    # Who writes here most often writes French: the others must say more than a word.
    points["fr"] += 0.9 + 0.5 * sum(1 for letter in letters if letter in "éèêàçùœ")  # type: ignore[assignment]
    ranked = points.most_common(2)
    best, score = ranked[0]
    second = ranked[1][1]
    return Value(best, round(max(0.4, min(0.99, 0.5 + (score - second) / (score + 1) / 2)), 2))


def _written_words(tokens: tuple[Token, ...]) -> list[str]:
    """The plain words as written (shorthand is French: it must not speak for French)."""
    seen: dict[int, str] = {}
    for token in tokens:
        seen.setdefault(token.place, token.raw.lower())
    folded = (unicodedata.normalize("NFKD", word.replace("ı", "i")) for word in seen.values())
    return ["".join(sign for sign in word if not unicodedata.combining(sign)) for word in folded]


def _is_mash(words: list[str], reading: Reading) -> bool:
    """« azertyuiop », « kjhgfd », « aaaaaa », « qsdf qsdf »: keys hit at random."""
    known = any(idea.section for idea in reading.ideas)
    letters = "".join(word for word in words if not word.isdigit())
    if not letters or known or len(words) > 6:
        return not letters
    strange = sum(len(word) for word in words if _looks_hit(word))
    return strange >= 0.6 * len(letters)


def _looks_hit(word: str) -> bool:
    if len(word) < 4:
        return len(word) == 3 and not _VOWELS & set(word)
    if len(set(word)) <= 2 and len(word) >= 5:
        return True
    if any(row in word for row in ("azert", "qsdf", "wxcv", "qwert", "asdf", "zxcv", "uiop", "hjkl")):
        return True
    if len(word) >= 6 and word[: len(word) // 2] == word[len(word) // 2 : 2 * (len(word) // 2)]:
        return True
    consonants = max((len(run) for run in re.split(r"[aeiouy0-9]+", word)), default=0)
    vowels = sum(1 for letter in word if letter in _VOWELS)
    return consonants >= 5 or (consonants >= 4 and vowels / len(word) < 0.25)

"""Words around an answer that change what it means, or that do not, in the languages that most texts are in.

Own lists, without apostrophes, compared as ``transcode.inbound.reading`` folds a reply. A word stands in the list of
every language that has it: what means "no" in one makes an answer less certain in all. Date 2026-11-26.
"""

from __future__ import annotations

from typing import Final

from transcode.inbound.reading import loose
from transcode.inbound.wordlist import folded

__all__ = [
    "AFFIRMING",
    "AFFIXES",
    "ALIKE",
    "CHOOSING",
    "CONNECTORS",
    "DOUBTS",
    "DOUBTS_SHOWN",
    "EMOJI",
    "FILLERS",
    "LEADS",
    "NEGATIONS",
    "OPENERS",
    "PARTICLES",
    "PHRASES",
    "POLITE",
    "REFUSALS",
    "REFUSING",
    "REVERSING",
    "SIGNATURE",
    "UNSPACED_NEGATIONS",
    "VAGUE",
]


NEGATIONS: Final = folded(
    """
    no not dont doesnt didnt wont wouldnt cant cannot couldnt shouldnt isnt arent wasnt aint havent hasnt never neither
    nor none nothing without except but instead rather hate dislike stop wrong unless anything against nope nah
    nicht nichts kein keine keinen keiner nie niemals ohne ausser sondern statt aber nein nö
    ne pas non jamais rien sans sauf mais aucun aucune plutôt
    nunca tampoco sin excepto pero nada ni jamás ningún ninguna menos
    não nao nem sem exceto mas nenhum nenhuma
    mai senza tranne ma nessun nessuno nessuna neanche niente
    niet geen nooit zonder behalve maar nee
    inte inget ingen aldrig utan förutom nej
    ikke intet aldri uten unntatt nei undtagen
    ei en emme älä ilman paitsi mutta
    nie nigdy bez oprócz ale żaden nikdy kromě nechci nechce
    не нет ни никогда без кроме но нельзя ні ніколи крім але
    nu niciodată fără decât değil hayır hiç asla hariç ama istemiyorum yok
    nem soha sem kivéve nélkül δεν δε μη μην όχι χωρίς εκτός αλλά ποτέ
    لا ليس لن لم ما غير بدون إلا כלום לא אל בלי חוץ אין نہیں نہ نه نخیر خیر नहीं मत नही न बिना
    না নয় নেই இல்லை வேண்டாம் కాదు వద్దు ಇಲ್ಲ ഇല്ല
    tidak bukan jangan tanpa kecuali tapi không đừng hindi huwag 안 못 말고 빼고 아니 아니오 아니요 싫어요 hapana si
    """
)
"""Turn an answer into its opposite, or take it back."""

UNSPACED_NEGATIONS: Final = folded("いいえ いえ いや いらない 不要 不用 不需要 不是 不 否 没有 沒有 取消 ไม่ ไม่ใช่ ไม่เอา")
"""Answers of that kind in scripts that do not separate words."""

REFUSALS: Final = frozenset("👎❌❎🚫⛔✖✗✘☒🙅🛑🆖🖕💩🤮🤢😡😠🤬👿")
"""Signs that do so."""

DOUBTS: Final = folded(
    """
    or maybe perhaps possibly if unless whether why what when where how which who mean means
    either later think unsure depends
    oder vielleicht wenn falls ob warum wann wo wie welche welcher welches
    ou peut être peutêtre si pourquoi quoi quand où comment quel quelle
    o quizá quizás tal vez porque qué cuándo dónde cómo cuál
    talvez quando onde como qual oppure forse perché quando dove come quale
    misschien als waarom wat wanneer waar hoe welke eller kanske om varför vad när var hur vilken
    måske kanskje hvis hvorfor hva hvad når hvor tai vai ehkä jos miksi mitä milloin
    lub albo czy może jeśli dlaczego co kiedy gdzie jak nebo možná pokud proč
    или может если почему что когда где как або чи якщо
    sau poate dacă veya belki eğer neden ne vagy talán ha miért ή ίσως αν γιατί τι
    أو ربما إذا لماذا متى أين כי או אולי אם למה מה یا شاید اگر شايد या शायद अगर क्यों क्या
    atau mungkin kalau kenapa hoặc nếu sao 또는 아니면 혹시 왜 au labda
    """
)
"""Leave the answer open, or make a question of it."""

DOUBTS_SHOWN: Final = frozenset("🤔🤷😒🙄🤨😐😕🙃🤥🤐😬🫤🤞⁉⬅⬆⬇➡↔↕➕➖➗✕♾🔟")
"""Signs that do so, or that point at something else."""

OPENERS: Final = folded(
    """
    is are am was were will would shall should do does did can could may might must have has had
    ist sind war wird darf kann könnte est peut puis puedo puede posso può
    kan får mag mogen zijn voi czy можно
    """
)
"""Make a question of a reply that begins with them, with or without a question mark: "is it Monday", "will you"."""

PHRASES: Final = tuple(
    tuple(map(loose, phrase.split()))
    for phrase in (
        "thank you very much",
        "thank you so much",
        "thanks very much",
        "thanks so much",
        "thanks a lot",
        "many thanks",
        "thank you",
        "go for",
        "go with",
        "for me",
        "for sure",
        "of course",
        "if possible",
        "lets do",
        "lets go with",
        "lets have",
        "make it",
        "give me",
        "works for me",
        "works",
        "sounds good",
        "sounds great",
        "is fine",
        "is good",
        "is great",
        "is perfect",
        "would be great",
        "would be good",
        "will do",
        "sil vous plaît",
        "sil te plaît",
        "s . v . p",
        "s . t . p",
        "a . u . b",
        "it was",
        "es war",
        "cétait",
        "merci beaucoup",
        "merci bien",
        "bien sûr",
        "por favor",
        "muchas gracias",
        "muchísimas gracias",
        "muito obrigado",
        "muito obrigada",
        "por gentileza",
        "vielen dank",
        "danke schön",
        "danke sehr",
        "bitte schön",
        "für mich",
        "ich nehme",
        "ich möchte",
        "ich will",
        "ich wähle",
        "ich hätte gerne",
        "ich hätte gern",
        "auf jeden fall",
        "per favore",
        "grazie mille",
        "dank je wel",
        "dank je",
        "dank u wel",
        "dank u",
        "alstu blieft",
        "voor mij",
        "vill ha",
        "vil ha",
        "vil gerne ha",
        "vil gerne have",
        "tack så mycket",
        "tusen takk",
        "mange tak",
        "будь ласка",
        "большое спасибо",
        "vă rog",
        "te rog",
        "terima kasih",
        "vui lòng",
        "cảm ơn",
        "cám ơn",
        "شكرا لك",
        "شكرا جزيلا",
        "من فضلك",
        "لو سمحت",
        "תודה רבה",
        "बहुत धन्यवाद",
        "teşekkür ederim",
        "salamat po",
    )
)
"""The same as fillers, of words that alone may change an answer: "thank you", but "you deliver"."""

POLITE: Final = folded(
    """
    please pls plz plss ples pleas thanks thank thx ty tysm tks tnx thnx thanx cheers kindly sir madam maam mam
    hi hello hey sorry désolé désolée pardon perdón disculpe desculpe scusi förlåt beklager przepraszam извините
    bitte danke hallo merci svp stp bonjour bonsoir salut gracias porfa porfavor xfa xfavor hola
    obrigado obrigada obg obgd pf pfv pfvr oi olá grazie prego ciao
    alsjeblieft alstublieft aub bedankt tack snälla hej takk tak hei kiitos moi
    proszę dziękuję dzięki prosím děkuji díky ďakujem
    пожалуйста спасибо плиз пж пжл привет здравствуйте дякую
    mulțumesc mersi lütfen teşekkürler teşekkür sağolun sağol merhaba kérem köszönöm köszi παρακαλώ ευχαριστώ
    شكرا لطفا ممنون مرسی شکریہ בבקשה תודה שלום कृपया धन्यवाद शुक्रिया जी नमस्ते ধন্যবাদ நன்றி
    tolong makasih 감사합니다 감사해요 고맙습니다 고마워요 asante tafadhali salamat po
    """
)
"""Politeness: an answer is the same with and without it."""

CHOOSING: Final = folded(
    """
    i id ill im am me my the a an to it is its this that one option choice at on and
    answer reply choose pick select take with want would like prefer have lets just only
    nehme möchte will gerne gern lieber wähle das die der dem den ein eine einen meine antwort ist
    je prends veux voudrais choisis préfère le la les un une du des mon réponse est
    quiero quisiera elijo prefiero el los las una mi respuesta es
    eu quero escolho prefiro os as um uma minha resposta é
    voglio vorrei scelgo preferisco il lo gli di mia risposta è
    ik wil graag kies het een mijn antwoord
    jag vill väljer gärna det mitt svar är jeg vil gerne gjerne velger vælger
    poproszę chcę wybieram chci
    я хочу выбираю мне мой ответ это ну хочу обираю
    vreau istiyorum kérek θέλω
    من فضل أريد اريد אני רוצה मुझे चाहिए मैं saya mau pilih
    tôi muốn chọn uhr kl klockan klokken godz godzinie saat 주세요 할게요 부탁합니다 부탁해요 부탁드려요 부탁드립니다
    """
)
"""Ways to say "I choose", and the little words that come with them."""

AFFIRMING: Final = folded(
    """
    ok okay yes yeah yep yup sure definitely absolutely certainly
    ja jo joo jawohl oui ouais sí sim sì claro да конечно так tak ano evet igen ναι kyllä
    نعم כן हाँ हां ya 네 예 có vâng dạ oo ndiyo بله
    """
)
"""Say yes to whatever is asked: with an answer that says no, they contradict it."""

ALIKE: Final = tuple(
    folded(words)
    for words in (
        "yes yeah yep yup yea",
        "ja japp jepp jap jawohl",
        "oui ouais",
        "sí sip",
        "да ага",
        "はい ええ",
        "네 예 응",
        "no nope nah",
        "nein nö nee",
        "нет неа",
    )
)
"""Words that are one answer: "yep" is "Yes" for whoever asked, though nobody offered it."""

FILLERS: Final = POLITE | CHOOSING | AFFIRMING
"""An answer is the same with and without these, but for what ``AFFIRMING`` says. Only these may stand around one."""

REFUSING: Final = folded("結構です 大丈夫です けっこうです 괜찮아요 괜찮습니다 됐어요 不用了 不需要 不必")
"""Politeness with which only a "no" is followed: with another answer they turn it down."""

LEADS: Final = folded(
    """
    option number nr num letter answer reply choice choose pick select press type the i id ill my is
    to would like prefer card item
    opción número numero respuesta elijo escojo opção escolho numéro choix réponse je choisis appuyez
    nummer antwort wähle drücke wahl opzione scelgo optie kies antwoord alternativ val svar väljer velger vælger valg
    номер вариант выбираю ответ numer opcja wybieram číslo volba numara seçenek رقم خيار מספר אפשרות विकल्प नंबर
    nomor pilihan số lựa chọn 번호
    """
)
"""Words before a number or a letter that make an answer of it, where "me 2" and "thx 4 that" are none."""

CONNECTORS: Final = folded("and or & / und oder et ou y e o en of och eller og eller ja tai и или i lub 와 과 和 或")
"""What stands between two answers."""

VAGUE: Final = folded(
    """
    us you we they them him her our your uns euch wir sie nous vous nosotros usted noi oss
    other another else something anything everything someone day days time times thing things question questions
    problem more less free plus más mas mais meno meer mer mehr otro otra otros autre altro altra anderer andere
    annan annen anden
    frage pregunta domanda termin date day number tag jour día giorno day
    """
)
"""Words that say too little alone, even where only one choice has them: "us" of "Call us"."""

DETERMINING: Final = folded(
    """
    other another different new old next last previous same first all any every each both only some several extra
    anderer andere anderes anderen neuer neue neues neuen nächster nächste nächstes nächsten letzter letzte letztes alle
    jeder jede jedes beide
    autre autres différent différente nouveau nouvelle nouvel prochain prochaine dernier dernière même tous toutes
    otro otra otros otras nuevo nueva próximo próxima último última mismo misma todos todas
    outro outra outros outras novo nova último última mesmo mesma
    altro altra altri altre nuovo nuova prossimo prossima ultimo ultima stesso stessa tutti tutte
    ander nieuw nieuwe volgende vorige zelfde annan annat andra ny nytt nya nästa förra samma
    anden andet neste næste forrige samme inny inna inne nowy nowa nowe następny następna
    другой другая другое новый новая новое следующий следующая
    less than over under above below least until before after
    als weniger über unter mindestens höchstens bis nach vor moins avant après menos hasta antes después
    até depois meno prima dopo dan minder tot än mindre över före efter end over før etter niż mniej
    меньше до после
    """
)
"""Which of several things is meant, or how much of one: whoever names only the thing may mean another ("amount" of
"Other amount", "a week" of "More than a week")."""

REMAINING: Final = folded(
    """
    other others another andere anderer anderes autre autres otro otra otros outro outra outros altro altra altri
    ander annan annat anden andet inny inna inne другой другая другое другие diğer
    """
)
"""Names what is in no other choice, where a choice begins with it: "other" of "Other amount"."""

NONE: Final = folded(
    """
    none neither keine keiner keines aucun aucune ninguno ninguna nenhum nenhuma nessuno nessuna ingen inga geen żaden
    żadna hiçbiri
    """
)
"""Turns every other choice down, where a choice begins with it: "none" of "None of these"."""

REVERSING: Final = folded(
    """
    cancel decline reject refuse deny delete remove return skip stop end quit leave avoid unsubscribe block hide close
    disable deactivate reschedule postpone delay move change track reset forgot lost broken report dispute free off out
    less undo revoke withdraw later om av ab aus
    später nachher tard luego después depois dopo senare senere sonra önce później potem позже потом
    absagen stornieren ablehnen löschen kündigen beenden verschieben ändern abbestellen frei
    annuler refuser supprimer reporter changer modifier arrêter résilier décliner
    cancelar anular rechazar eliminar borrar posponer cambiar devolver quitar
    recusar excluir remarcar adiar mudar alterar remover
    annulla annullare rifiuta rifiutare elimina spostare sposta cambia
    annuleren weigeren afzeggen verzetten wijzigen verwijderen
    avboka avbryt neka ta bort flytta ändra avbestill endre flytt aflys afvis ændre
    отменить отказаться перенести изменить удалить скасувати перенести змінити
    zmień odwołaj anuluj przełóż usuń zrušit změnit odmítnout přesunout
    iptal ertele değiştir sil törlés lemondás módosítás anulează schimbă ακύρωση αλλαγή
    إلغاء تغيير حذف ביטול לבטל לשנות रद्द बदलें ubah batal batalkan hủy đổi 취소 변경
    """
)
"""What is done with a thing, or that it is missing: whoever names only the thing may not mean it."""

EMOJI: Final = frozenset("👍👌🙏🙂😀😃😄😁😊👏💯🎉✅✔❤😍🥰🏻🏼🏽🏾🏿")
"""Emoji that are fillers around a number or a letter too."""

AFFIXES: Final = folded(
    """
    我 我要 我想要 我想 我选 我選 我选择 我選擇 请 請 想要 要 选 選 选择 選擇 给我 給我 来 來 来个 来一份 來一份
    吧 啊 的
    谢谢 謝謝 谢谢你 謝謝你 多谢 多謝 唔該 麻烦 麻煩 好的 好了
    で でお願いします でお願い を をお願いします をください をお願い にします がいい がいいです を下さい を選びます
    を希望します 希望します にしてください してください お願い おねがい おねがいします お願い致します 下さい でいいです
    です します ください お願いします ありがとう ありがとうございます よろしくお願いします
    เอา ขอ ครับ ค่ะ คะ นะ นะครับ นะคะ ครับผม จ้า จ้ะ ขอบคุณ ขอบคุณครับ ขอบคุณค่ะ เลือก
    """
)
"""The same in scripts that do not separate words: only these may stand right beside an answer. 京都 is not an answer
that stands in 東京都."""

PARTICLES: Final = ("이에요", "입니다", "이요", "으로", "예요", "요", "로", "을", "를")
"""What Korean adds to the word that is chosen, the longest first."""

SIGNATURE: Final = (
    r"[\r\n][^\S\r\n]*(?:sent from my|sent via|get outlook for|von meinem .{1,20} gesendet|gesendet von|envoyé de mon"
    r"|envoyé depuis|enviado desde mi|enviado do meu|inviato da|verstuurd vanaf|skickat från|отправлено с)\b.{0,40}$"
)
"""What mail programs and phones put below a text, on a line of its own."""

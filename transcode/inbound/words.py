"""Words around an answer that change what it means, or that do not, in the languages that most texts are in.

Own lists, without apostrophes, compared as ``transcode.inbound.reading`` folds a reply. A word stands in the list of
every language that has it: what means "no" in one makes an answer less certain in all. Date 2026-11-22.
"""

from __future__ import annotations

from typing import Final

from transcode.inbound.reading import fold

__all__ = ["AFFIXES", "DOUBTS", "EMOJI", "FILLERS", "NEGATIONS", "OPENERS", "PHRASES", "REFUSALS", "SIGNATURE"]


def _words(text: str) -> frozenset[str]:
    return frozenset(map(fold, text.split()))


NEGATIONS: Final = _words(
    """
    no not dont doesnt didnt wont wouldnt cant cannot couldnt shouldnt isnt arent wasnt aint havent hasnt never neither
    nor none nothing without except but instead rather hate dislike stop wrong unless anything against
    nicht nichts kein keine keinen keiner nie niemals ohne ausser sondern statt aber nein
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
    لا ليس لن لم ما غير بدون إلا לא אל בלי חוץ אין נہیں नहीं मत नही बिना
    tidak bukan jangan tanpa kecuali tapi không đừng hindi huwag 안 못 말고 아니 싫어요 아니요 hapana si
    """
)
"""Turn an answer into its opposite, or take it back."""

REFUSALS: Final = frozenset("👎❌🚫⛔✖✗✘☒🙅🛑")
"""Signs that do so."""

DOUBTS: Final = _words(
    """
    or maybe perhaps possibly if unless whether why what when where how which who mean means
    either later think unsure
    oder vielleicht wenn falls ob warum wann wo wie welche welcher welches
    ou peut être peutêtre si pourquoi quoi quand où comment quel quelle
    o quizá quizás tal vez porque qué cuándo dónde cómo cuál
    talvez quando onde como qual oppure forse perché quando dove come quale
    misschien als waarom wat wanneer waar hoe welke eller kanske om varför vad när var hur vilken
    måske kanskje hvis hvorfor hva hvad når hvor tai vai ehkä jos miksi mitä milloin
    lub albo czy może jeśli dlaczego co kiedy gdzie jak nebo možná pokud proč
    или может если почему что когда где как або чи якщо
    sau poate dacă veya belki eğer neden ne vagy talán ha miért ή ίσως αν γιατί τι
    أو ربما إذا لماذا متى أين כי או אולי אם למה מה या शायद अगर क्यों क्या
    atau mungkin kalau kenapa hoặc nếu sao 또는 아니면 혹시 왜 au labda
    """
)
"""Leave the answer open, or make a question of it."""

OPENERS: Final = _words(
    """
    is are am was were will would shall should do does did can could may might must have has had
    ist sind war wird darf kann könnte est peut puis puedo puede posso può
    kan får mag mogen zijn voi czy можно
    """
)
"""Make a question of a reply that begins with them, with or without a question mark: "is it Monday", "will you"."""

PHRASES: Final = tuple(
    tuple(phrase.split())
    for phrase in (
        "thank you very much",
        "thank you so much",
        "thanks very much",
        "thanks a lot",
        "many thanks",
        "thank you",
        "go for",
        "for me",
        "of course",
        "sil vous plaît",
        "sil vous plait",
        "sil te plaît",
        "sil te plait",
        "merci beaucoup",
        "por favor",
        "muchas gracias",
        "vielen dank",
        "danke schön",
        "für mich",
        "per favore",
        "grazie mille",
        "dank je wel",
        "dank je",
        "dank u wel",
        "dank u",
        "vill ha",
        "vil ha",
        "vil gerne ha",
        "tack så mycket",
        "будь ласка",
        "vă rog",
        "terima kasih",
        "vui lòng",
        "cảm ơn",
    )
)
"""The same as fillers, of words that alone may change an answer: "thank you", but "you deliver"."""

FILLERS: Final = _words(
    """
    please thanks thx ty sir madam maam i id ill im me my the a an to it is its this that one option choice at on and
    answer reply choose pick select take with want would like definitely absolutely hi hello hey ok okay yes
    bitte danke ich nehme möchte will gerne gern wähle das die der den ein eine meine antwort ist
    merci svp je prends veux voudrais choisis le la les un une mon réponse est
    gracias quiero quisiera elijo el los las una mi respuesta es
    obrigado obrigada eu quero escolho os as um uma minha resposta é
    grazie prego voglio vorrei scelgo il lo gli mia risposta è
    alsjeblieft alstublieft bedankt ik wil graag kies het een mijn antwoord
    tack snälla jag vill väljer det den mitt svar är takk tak jeg vil gerne velger vælger mitt svar er kiitos
    proszę dziękuję poproszę chcę wybieram prosím děkuji chci
    пожалуйста спасибо я хочу выбираю мне мой ответ это дякую хочу обираю
    mulțumesc vreau lütfen teşekkürler istiyorum kérem köszönöm kérek παρακαλώ ευχαριστώ θέλω
    من فضلك شكرا أريد اريد בבקשה תודה אני רוצה कृपया धन्यवाद मुझे चाहिए मैं tolong saya mau pilih
    tôi muốn chọn 주세요 부탁합니다 부탁해요 감사합니다 asante tafadhali
    """
)
"""Politeness and ways to say "I choose": an answer is the same with and without them. Only these may stand around one.
"""

EMOJI: Final = frozenset("👍👌🙏🙂😀😃😄😁😊👏💯🎉✅✔❤😍🥰🏻🏼🏽🏾🏿")
"""Emoji that are fillers."""

AFFIXES: Final = _words(
    """
    我 我要 我想要 我选 我選 请 請 想要 要 选 選 选择 選擇 给我 給我 吧 谢谢 謝謝 多谢 好了 的
    で でお願いします でお願い を をお願いします をください をお願い にします がいい がいいです
    です します ください お願いします ありがとう ありがとうございます よろしくお願いします
    เอา ขอ ครับ ค่ะ คะ ขอบคุณ ขอบคุณครับ ขอบคุณค่ะ เลือก
    """
)
"""The same in scripts that do not separate words: only these may stand right beside an answer. 京都 is not an answer
that stands in 東京都."""

SIGNATURE: Final = (
    r"[\r\n]\s*(?:sent from my|sent via|get outlook for|von meinem .{1,20} gesendet|gesendet von|envoyé de mon"
    r"|envoyé depuis|enviado desde mi|enviado do meu|inviato da|verstuurd vanaf|skickat från|отправлено с)\b.{0,40}$"
)
"""What mail programs and phones put below a text, on a line of its own."""

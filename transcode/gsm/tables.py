"""The national language shift tables of 3GPP TS 23.038, as data: annex A.2 (single shift) and A.3 (locking shift).

Keys are language identifiers (section 6.2.1.2.4). A table is 128 characters, one row to 16 septets; a middle dot stands
where the standard defines none, ESC at 0x1B of a locking table. In a single shift table 0x0A is form feed and 0x0D is a
control, not a character. Marks that would sit on their neighbour are written as escapes. There is no Spanish locking
shift table.

Three transcriptions were compared cell by cell: PyPI gsmcodecs 1.0.0 (from TS 23.038 v18.0.0), warthog618/sms for Go
(commit 5a8659a) and AOSP's GsmAlphabet.java (from v9.1.1). Where they differ two more decided: Mozilla's ril_consts.js
and CyberChef's GSM7.mjs (from v16.0.0). Plain slips of one of them are not mentioned here. One cell is a judgement:

    Kannada locking shift 0x24. Transcriptions of v16 and v18 print U+0CAA PA, which is at 0x3D as well; those that
    came from handsets have U+0CA1 DDA, which is nowhere else in the table and stands between its neighbours in
    alphabetical order. U+0CA1 is taken, both ways.
"""

from __future__ import annotations

from typing import Final

__all__ = ["LOCKING_TABLES", "SINGLE_SHIFT_TABLES"]

LOCKING_TABLES: Final[dict[int, str]] = {
    1: (  # Turkish
        "@£$¥€éùıòÇ\nĞğ\rÅå"
        "Δ_ΦΓΛΩΠΨΣΘΞ\x1bŞşßÉ"
        " !\"#¤%&'()*+,-./"
        "0123456789:;<=>?"
        "İABCDEFGHIJKLMNO"
        "PQRSTUVWXYZÄÖÑÜ§"
        "çabcdefghijklmno"
        "pqrstuvwxyzäöñüà"
    ),
    3: (  # Portuguese
        "@£$¥êéúíóç\nÔô\rÁá"
        "Δ_ªÇÀ∞^\\€Ó|\x1bÂâÊÉ"
        " !\"#º%&'()*+,-./"
        "0123456789:;<=>?"
        "ÍABCDEFGHIJKLMNO"
        "PQRSTUVWXYZÃÕÚÜ§"
        "~abcdefghijklmno"
        "pqrstuvwxyzãõ`üà"
    ),
    4: (  # Bengali
        "\u0981\u0982\u0983অআইঈউঊঋ\nঌ·\r·এ"
        "ঐ··ওঔকখগঘঙচ\x1bছজঝঞ"
        " !টঠডঢণত)(থদ,ধ.ন"
        "0123456789:;·পফ?"
        "বভমযর·ল···শষসহ\u09bcঽ"
        "\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c4··\u09c7\u09c8··\u09cb\u09cc\u09cd"
        "ৎabcdefghijklmno"
        "pqrstuvwxyz\u09d7ড়ঢ়ৰৱ"
    ),
    5: (  # Gujarati
        "\u0a81\u0a82\u0a83અઆઇઈઉઊઋ\nઌઍ\r·એ"
        "ઐઑ·ઓઔકખગઘઙચ\x1bછજઝઞ"
        " !ટઠડઢણત)(થદ,ધ.ન"
        "0123456789:;·પફ?"
        "બભમયર·લળ·વશષસહ\u0abcઽ"
        "\u0abe\u0abf\u0ac0\u0ac1\u0ac2\u0ac3\u0ac4\u0ac5·\u0ac7\u0ac8\u0ac9·\u0acb\u0acc\u0acd"
        "ૐabcdefghijklmno"
        "pqrstuvwxyzૠૡ\u0ae2\u0ae3૱"
    ),
    6: (  # Hindi
        "\u0901\u0902\u0903अआइईउऊऋ\nऌऍ\rऎए"
        "ऐऑऒओऔकखगघङच\x1bछजझञ"
        " !टठडढणत)(थद,ध.न"
        "0123456789:;ऩपफ?"
        "बभमयरऱलळऴवशषसह\u093cऽ"
        "\u093e\u093f\u0940\u0941\u0942\u0943\u0944\u0945\u0946\u0947\u0948\u0949\u094a\u094b\u094c\u094d"
        "ॐabcdefghijklmno"
        "pqrstuvwxyzॲॻॼॾॿ"
    ),
    7: (  # Kannada
        "·\u0c82\u0c83ಅಆಇಈಉಊಋ\nಌ·\rಎಏ"
        "ಐ·ಒಓಔಕಖಗಘಙಚ\x1bಛಜಝಞ"
        " !ಟಠಡಢಣತ)(ಥದ,ಧ.ನ"
        "0123456789:;·ಪಫ?"
        "ಬಭಮಯರಱಲಳ·ವಶಷಸಹ\u0cbcಽ"
        "\u0cbe\u0cbf\u0cc0\u0cc1\u0cc2\u0cc3\u0cc4·\u0cc6\u0cc7\u0cc8·\u0cca\u0ccb\u0ccc\u0ccd"
        "\u0cd5abcdefghijklmno"
        "pqrstuvwxyz\u0cd6ೠೡ\u0ce2\u0ce3"
    ),
    8: (  # Malayalam
        "·\u0d02\u0d03അആഇഈഉഊഋ\nഌ·\rഎഏ"
        "ഐ·ഒഓഔകഖഗഘങച\x1bഛജഝഞ"
        " !ടഠഡഢണത)(ഥദ,ധ.ന"
        "0123456789:;·പഫ?"
        "ബഭമയരറലളഴവശഷസഹ·ഽ"
        "\u0d3e\u0d3f\u0d40\u0d41\u0d42\u0d43\u0d44·\u0d46\u0d47\u0d48·\u0d4a\u0d4b\u0d4c\u0d4d"
        "\u0d57abcdefghijklmno"
        "pqrstuvwxyzൠൡ\u0d62\u0d63൹"
    ),
    9: (  # Oriya
        "\u0b01\u0b02\u0b03ଅଆଇଈଉଊଋ\nଌ·\r·ଏ"
        "ଐ··ଓଔକଖଗଘଙଚ\x1bଛଜଝଞ"
        " !ଟଠଡଢଣତ)(ଥଦ,ଧ.ନ"
        "0123456789:;·ପଫ?"
        "ବଭମଯର·ଲଳ·ଵଶଷସହ\u0b3cଽ"
        "\u0b3e\u0b3f\u0b40\u0b41\u0b42\u0b43\u0b44··\u0b47\u0b48··\u0b4b\u0b4c\u0b4d"
        "\u0b56abcdefghijklmno"
        "pqrstuvwxyz\u0b57ୠୡ\u0b62\u0b63"
    ),
    10: (  # Punjabi
        "\u0a01\u0a02\u0a03ਅਆਇਈਉਊ·\n··\r·ਏ"
        "ਐ··ਓਔਕਖਗਘਙਚ\x1bਛਜਝਞ"
        " !ਟਠਡਢਣਤ)(ਥਦ,ਧ.ਨ"
        "0123456789:;·ਪਫ?"
        "ਬਭਮਯਰ·ਲਲ਼·ਵਸ਼·ਸਹ\u0a3c·"
        "\u0a3e\u0a3f\u0a40\u0a41\u0a42····\u0a47\u0a48··\u0a4b\u0a4c\u0a4d"
        "\u0a51abcdefghijklmno"
        "pqrstuvwxyz\u0a70\u0a71ੲੳੴ"
    ),
    11: (  # Tamil
        "·\u0b82ஃஅஆஇஈஉஊ·\n··\rஎஏ"
        "ஐ·ஒஓஔக···ஙச\x1b·ஜ·ஞ"
        " !ட···ணத)(··,·.ந"
        "0123456789:;னப·?"
        "··மயரறலளழவஶஷஸஹ··"
        "\u0bbe\u0bbf\u0bc0\u0bc1\u0bc2···\u0bc6\u0bc7\u0bc8·\u0bca\u0bcb\u0bcc\u0bcd"
        "ௐabcdefghijklmno"
        "pqrstuvwxyz\u0bd7௰௱௲௹"
    ),
    12: (  # Telugu
        "\u0c01\u0c02\u0c03అఆఇఈఉఊఋ\nఌ·\rఎఏ"
        "ఐ·ఒఓఔకఖగఘఙచ\x1bఛజఝఞ"
        " !టఠడఢణత)(థద,ధ.న"
        "0123456789:;·పఫ?"
        "బభమయరఱలళ·వశషసహ·ఽ"
        "\u0c3e\u0c3f\u0c40\u0c41\u0c42\u0c43\u0c44·\u0c46\u0c47\u0c48·\u0c4a\u0c4b\u0c4c\u0c4d"
        "\u0c55abcdefghijklmno"
        "pqrstuvwxyz\u0c56ౠౡ\u0c62\u0c63"
    ),
    13: (  # Urdu
        "اآبٻڀپڦتۂٿ\nٹٽ\rٺټ"
        "ثجځڄڃڅچڇحخد\x1bڌڈډڊ"
        " !ڏڍذرڑړ)(ڙز,ږ.ژ"
        "0123456789:;ښسش?"
        "صضطظعفقکڪګگڳڱلمن"
        "ںڻڼوۄەہھءیېے\u064d\u0650\u064f\u0657"
        "\u0654abcdefghijklmno"
        "pqrstuvwxyz\u0655\u0651\u0653\u0656\u0670"
    ),
}

SINGLE_SHIFT_TABLES: Final[dict[int, str]] = {
    1: (  # Turkish
        "··········\f·····"
        "····^···········"
        "········{}·····\\"
        "············[~]·"
        "|······Ğ·İ······"
        "···Ş············"
        "···ç·€·ğ·ı······"
        "···ş············"
    ),
    2: (  # Spanish
        "·········ç\f·····"
        "····^···········"
        "········{}·····\\"
        "············[~]·"
        "|Á·······Í·····Ó"
        "·····Ú··········"
        "·á···€···í·····ó"
        "·····ú··········"
    ),
    3: (  # Portuguese
        "·····ê···ç\fÔô·Áá"
        "··ΦΓ^ΩΠΨΣΘ·····Ê"
        "········{}·····\\"
        "············[~]·"
        "|À·······Í·····Ó"
        "·····Ú·····ÃÕ···"
        "·Â···€···í·····ó"
        "·····ú·····ãõ··â"
    ),
    4: (  # Bengali
        "@£$¥¿\"¤%&'\f*+·-/"
        "<=>¡^¡_#*০১·২৩৪৫"
        "৬৭৮৯য়ৠৡ\u09e2{}\u09e3৲৳৴৵\\"
        "৶৷৸৹৺·······[~]·"
        "|ABCDEFGHIJKLMNO"
        "PQRSTUVWXYZ·····"
        "·····€··········"
        "················"
    ),
    5: (  # Gujarati
        "@£$¥¿\"¤%&'\f*+·-/"
        "<=>¡^¡_#*।॥·૦૧૨૩"
        "૪૫૬૭૮૯··{}·····\\"
        "············[~]·"
        "|ABCDEFGHIJKLMNO"
        "PQRSTUVWXYZ·····"
        "·····€··········"
        "················"
    ),
    6: (  # Hindi
        "@£$¥¿\"¤%&'\f*+·-/"
        "<=>¡^¡_#*।॥·०१२३"
        "४५६७८९\u0951\u0952{}\u0953\u0954क़ख़ग़\\"
        "ज़ड़ढ़फ़य़ॠॡ\u0962\u0963॰ॱ·[~]·"
        "|ABCDEFGHIJKLMNO"
        "PQRSTUVWXYZ·····"
        "·····€··········"
        "················"
    ),
    7: (  # Kannada
        "@£$¥¿\"¤%&'\f*+·-/"
        "<=>¡^¡_#*।॥·೦೧೨೩"
        "೪೫೬೭೮೯ೞೱ{}ೲ····\\"
        "············[~]·"
        "|ABCDEFGHIJKLMNO"
        "PQRSTUVWXYZ·····"
        "·····€··········"
        "················"
    ),
    8: (  # Malayalam
        "@£$¥¿\"¤%&'\f*+·-/"
        "<=>¡^¡_#*।॥·൦൧൨൩"
        "൪൫൬൭൮൯൰൱{}൲൳൴൵ൺ\\"
        "ൻർൽൾൿ·······[~]·"
        "|ABCDEFGHIJKLMNO"
        "PQRSTUVWXYZ·····"
        "·····€··········"
        "················"
    ),
    9: (  # Oriya
        "@£$¥¿\"¤%&'\f*+·-/"
        "<=>¡^¡_#*।॥·୦୧୨୩"
        "୪୫୬୭୮୯ଡ଼ଢ଼{}ୟ୰ୱ··\\"
        "············[~]·"
        "|ABCDEFGHIJKLMNO"
        "PQRSTUVWXYZ·····"
        "·····€··········"
        "················"
    ),
    10: (  # Punjabi
        "@£$¥¿\"¤%&'\f*+·-/"
        "<=>¡^¡_#*।॥·੦੧੨੩"
        "੪੫੬੭੮੯ਖ਼ਗ਼{}ਜ਼ੜਫ਼\u0a75·\\"
        "············[~]·"
        "|ABCDEFGHIJKLMNO"
        "PQRSTUVWXYZ·····"
        "·····€··········"
        "················"
    ),
    11: (  # Tamil
        "@£$¥¿\"¤%&'\f*+·-/"
        "<=>¡^¡_#*।॥·௦௧௨௩"
        "௪௫௬௭௮௯௳௴{}௵௶௷௸௺\\"
        "············[~]·"
        "|ABCDEFGHIJKLMNO"
        "PQRSTUVWXYZ·····"
        "·····€··········"
        "················"
    ),
    12: (  # Telugu
        "@£$¥¿\"¤%&'\f*+·-/"
        "<=>¡^¡_#*···౦౧౨౩"
        "౪౫౬౭౮౯ౘౙ{}౸౹౺౻౼\\"
        "౽౾౿·········[~]·"
        "|ABCDEFGHIJKLMNO"
        "PQRSTUVWXYZ·····"
        "·····€··········"
        "················"
    ),
    13: (  # Urdu
        "@£$¥¿\"¤%&'\f*+·-/"
        "<=>¡^¡_#*\u0600\u0601·۰۱۲۳"
        "۴۵۶۷۸۹،؍{}؎؏\u0610\u0611\u0612\\"
        "\u0613\u0614؛؟\u0640\u0652\u0658٫٬ٲٳۍ[~]۔"
        "|ABCDEFGHIJKLMNO"
        "PQRSTUVWXYZ·····"
        "·····€··········"
        "················"
    ),
}

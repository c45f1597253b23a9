"""Frequent words of languages in Latin script, and letters that others than English use, chosen for short texts."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH = "English"

_WORDS: Mapping[str, str] = {
    ENGLISH: """
        a about account accurate added address after again agent all already also although always am amazing an and
        annoying another answer answered any anyone anything app are as asked asking at awful awkward back bad be
        became because been before behind being best better bill billing both broken bug but button by call called can
        can't cannot care case change changed changes charge charged check clear clearly close closed complaint
        confusing contact could couldn't crash crashes customer data date day days deal delay delayed delivered
        delivery detail details did didn't different difficult disappointed do does doesn't doing don't done down each
        early easy empty end enjoy enough error even ever every everything excellent expected expensive explain
        explained export failed fails fast feature feel felt few file fine first fix fixed follow for forward found
        friendly from full get gets getting give given go going good got great guide had half happy hard has have
        haven't having he hear heard help helped helpful her here him his hope hours how however i i'd i'm i've if
        import important in instead into invoice is isn't issue it it's its join just keep keeps keys kind knew know
        lack last late least leave left less let like little login long look looking lost love made make manager many
        match maybe me mean meet minutes missing mistake money month months more most move much must my name near
        nearly need needed needs neither never new next nice no nobody none nor not nothing now of off often okay on
        once one online only open or order other our out over own page paid part pass password pay payment people
        perfect phone plan please pleased poor possible price pricing problem problems product promised questions
        quick quickly quite rather read really received refund release renew reply report reports request resolved
        response rest right roles rude sadly said sales same screen see seemed send sent share she short should show
        shows sign simple since slow slowly so solved some someone something soon sorry speak spoke spreadsheet staff
        steps still stop stopped such suddenly sure take tell terrible than thank thanks that that's the their them
        then there these they thing things this those thought three through time to today together told too took tool
        totals training tried trouble try trying twice two under understand unfortunately unhappy until up update
        updated upgrade us use used useful useless user users using very view visit wait waited waiting want was
        wasn't waste way we website week weekend weeks welcome well went were what when where whether which while who
        whole whom why will wish with without won't wonderful words work worked working works worse worst would
        wouldn't write wrong wrote year yes yesterday yet you your
    """,
    "German": """
        aber alle alles als also am an auch auf aus bei beim best bin bis bitte bitten da danke dann das dass daß dem
        den der des die dies diese dieser dieses doch durch ein eine einem einen einer eines er erst es fast fehler
        fragen für ganz gar gegen geht gibt gut gute guten habe haben hallo hat hatte hilfe ich ihm ihn ihr ihre im
        immer in ist ja jetzt kann kein keine kunde können langsam leider man mehr mein meine mich mir mit muss nach
        nicht nichts noch nun nur oder ohne problem problemen schlecht schnell schon sehr seit sich sie sind so um und
        uns unser unsere unter vielen vom von vor war was wenn werden wie wieder will wir wird wurde wurden zu
        zufrieden zum zur über
    """,
    "French": """
        ai alors assez au aucun aucune aussi autre aux avec avez avoir avons beaucoup bien bon bonjour bonne but c'est
        car ce ceci cela ces cet cette comme comment d'un d'une dans de depuis des deux donc du elle elles en encore
        est et excellent faire fait fois guide il ils j'ai jamais je jour jours jusqu'à la le les leur long lui ma
        mais mal mauvais me merci mes moi moins mon n'a n'est ne nos notre nous on ont ou où par pas pendant peu peut
        plus pour pourquoi problème qu'il qu'on que quel quelle qui rapide rien réponse s'il sa sans se ses si simple
        six son sont sort sous sur ta te toujours tous tout toute trop très tu un une va vos votre vous y à ça était
        été être
    """,
    "Spanish": """
        a al algo alguien antes aquí así aunque ayuda aún bien buen buena bueno cada casi como con cuando de del desde
        después donde dos día días el ella ellos en entre era error es esa ese eso esta estaba estar este esto estos
        está están excelente fue gracias ha había hace hacer han has hasta hay he hola la las le lento les lo los mal
        malo me mejor mi mis muchas mucho muy más nada nadie ni no nos nosotros nuestra nuestro nunca o once os otra
        otro para pero poco por porque problema puede pueden puedo que quien qué respuesta rápido se ser servicio si
        sido simple sin sobre solo son su sus sí también tan tengo tiempo tiene todavía todo todos tres tu un una uno
        usted y ya yo él
    """,
    "Italian": """
        a abbiamo ad ai al alla alle altro anche ancora aver avere bene brutto buon buona buono c'è case che chi ci
        ciao cliente come con cosa così cui da dai dal dalla davvero degli dei del della delle dello di dopo dove due
        e era essere fa fare fatto fino già gli grazie ha hanno ho i il in io l'ho la le lei lento lo loro lui ma mai
        male me meglio mi mia mio molto ne nei nel nella nessuno niente no noi non nostro nulla o ogni ora ottimo per
        perché però più poco poi posso prima problema può quale quando quanto quello questa questo qui risposta se sei
        sempre senza servizio si siamo solo sono sta stata stato su sua subito sul sulla suo sì tempo ti tra troppo tu
        tutti tutto un un'altra una uno va veloce volta è
    """,
    "Portuguese": """
        a agora ainda algo alguém além ao aos aqui as assim atendimento até bem boa bom cada cliente com come como da
        das de demora depois desde deste dia dias do dois dos e ela ele eles em entre era essa esse esta este está
        estão eu excelente fail falta fazer foi foram há isso isto já lento lhe mais mal mas me melhor mesmo meu minha
        muita muito muitos na nada nas nem nenhum ninguém no nos nossa nosso nunca não nós o obrigada obrigado olá
        onde os ou outra outro para pela pelo pior por porque posso pouco problema quando que quem resposta rápido se
        sem sempre ser serviço seu sua suas são só também tem tempo tenho ter teve tinha todo todos três tudo um uma
        use vez você vocês é
    """,
    "Dutch": """
        aan al alle alleen alles als altijd bedankt ben best bij dag dan dank dat de deze die dit doen door dus een
        eens en er erg fout ga gaan gaat geen geweest goed goede haar had hallo heb hebben heeft help hem het hier hij
        hoe hulp iets ik in is ja je jullie kan klant komt kon kunnen langzaam maar mag me meer met mij mijn moet na
        naar nee niemand niet niets nog nooit nu of om omdat ondanks ons onze ook op open order over probleem problem
        product slecht snel staat steeds te tegen tevreden tijd toch toen tot twee u uit uw van veel voor waar want
        waren was wat we week weer werd werkt wij wil word worden wordt ze zeer zich zij zijn zo zonder zou
    """,
    "Swedish": """
        aldrig alla allt att av bara bra både de dem den denna det detta dig din dock du där då efter eller en er ett
        fel fick från få får fått för går gör göra ha hade han har hej henne hjälp hon hos hur här i igen in inga
        ingen inget inte ja jag kan kund kunde lite långsam man med men mer mig min mitt mycket nej ni nu när någon
        något några och också om oss problem problemet på sig sin ska skulle snabbt som tack tid till tre två under
        upp ut utan vad var vara varför vi vid vill väl vår våra är åt över
    """,
    "Danish": """
        af aldrig alle alt altid at bad bare blev blive da de dem den denne der det dette dig din dog du efter eller
        en er et fast fejl flere for fordi fra få får før godt går gør ham han har havde hej hele help hende hjælp
        hjælpen hos hun hurtigt hvad hvis hvor hvorfor i igen ikke ind ingen intet ja jeg jer kan kom kun kunde kunne
        langsom let lidt man mange med meget men mere mig min mit må nej nogen noget nogle nu når og også om op os
        over problem på selv sig sin skal skulle som svar så tak tid til to ud uden under var vi vil være været
    """,
    "Norwegian": """
        aldri alle alltid alt at av bare ble bli da de deg dem den denne der det dette din du eller en er et etter
        fast feil flere for fordi fra få får før gjør godt går hadde ham han har hei hele henne hjelp hjelpen hos hun
        hva hvis hvor hvorfor i igjen ikke ingen ingenting inn ja jeg kan kom kunde kunne langsom let litt man mange
        med meg men mer min mitt mye må nei noe noen nå når og også om opp oss over problem på raskt seg selv sin skal
        skulle som svar så takk tid til to under ut uten var vi vil være vært
    """,
    "Polish": """
        aby ale bardzo bez by być był była było były błąd ci co czas czy dla dlaczego dni do dobra dobre dobry dobrze
        dwa dziękuję gdy gdzie go ich ja jak jakie jako je jego jej jest jestem jeszcze jeśli już każdy kiedy klient
        kto która które który lub ma mam mi mnie mogę może można my mój na nad nam nas nasz nic nie nikt niż o obsługa
        od on oraz po pod pomoc ponieważ powoli problem proszę przed przez przy się szybko są tak także tam ten teraz
        też to tylko tym u w wam wciąż we witam więc wszystko z za zawsze ze został zły źle że
    """,
    "Turkish": """
        ama an artık at az bana bazı belki ben benim beri bir biraz biri biz bize bu buna bunu böyle da daha de değil
        diye en gibi göre güzel hala hata hem hep her hiç hızlı ile in ise iyi için kadar kez ki kim kötü lütfen
        memnun merhaba mi mu mü müşteri mı nasıl ne neden nerede o olan olarak oldu olduğu olmadı olması olur on ona
        onlar onu sadece sana sen siz size sonra sorun sorunu tarafından tekrar teşekkür teşekkürler tüm var ve
        vermedi veya ya yanıt yardım yavaş yine yok zaman çabuk çok çünkü önce üzere şey şimdi şu
    """,
}

_LETTERS: Mapping[str, tuple[str, ...]] = {
    "ß": ("German",),
    "ä": ("German", "Swedish"),
    "ö": ("German", "Swedish", "Turkish"),
    "ü": ("German", "Turkish", "Spanish"),
    "å": ("Swedish", "Danish", "Norwegian"),
    "æ": ("Danish", "Norwegian"),
    "ø": ("Danish", "Norwegian"),
    "ñ": ("Spanish",),
    "¿": ("Spanish",),
    "ã": ("Portuguese",),
    "õ": ("Portuguese",),
    "ç": ("French", "Portuguese", "Turkish"),
    "ğ": ("Turkish",),
    "ı": ("Turkish",),
    "ş": ("Turkish",),
    "ą": ("Polish",),
    "ć": ("Polish",),
    "ę": ("Polish",),
    "ł": ("Polish",),
    "ń": ("Polish",),
    "ś": ("Polish",),
    "ż": ("Polish",),
    "ź": ("Polish",),
    "è": ("French", "Italian"),
    "ê": ("French", "Portuguese"),
    "œ": ("French",),
    "ù": ("Italian", "French"),
    "ò": ("Italian",),
    "ì": ("Italian",),
    "á": ("Spanish", "Portuguese"),
    "í": ("Spanish", "Portuguese"),
    "ó": ("Spanish", "Portuguese", "Polish"),
    "ú": ("Spanish", "Portuguese"),
    "é": ("French", "Spanish", "Portuguese"),
    "à": ("French", "Italian", "Portuguese"),
    "â": ("French", "Portuguese"),
    "ô": ("French", "Portuguese"),
}

_NAMES = "éèáóöüñç"
"""Letters that names bring into any language."""

_ALPHABETS: Mapping[str, str] = {
    ENGLISH: "ï",
    "German": "äß",
    "French": "àâæêëîïôœùûÿ",
    "Spanish": "íú",
    "Italian": "àìíòùú",
    "Portuguese": "àâãêíôõú",
    "Dutch": "ëïíú",
    "Swedish": "äåà",
    "Danish": "æøåä",
    "Norwegian": "æøåòôä",
    "Polish": "ąćęłńśźż",
    "Turkish": "ğışâîû",
}


def words() -> dict[str, tuple[str, ...]]:
    """Return of each frequent word the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for language, text in _WORDS.items():
        for each in dict.fromkeys(text.split()):
            found[each] = (*found.get(each, ()), language)
    return found


def alphabets() -> dict[str, frozenset[str]]:
    """Return of each language the letters beyond a to z that its texts may have."""
    return {language: frozenset(own + _NAMES) for language, own in _ALPHABETS.items()}


def letters() -> Mapping[str, tuple[str, ...]]:
    """Return of each letter that English does not use the languages that have it most."""
    return _LETTERS

"""Two laws of a fictional Participant: one that was replaced, and one in force with an unofficial translation. Taken out with the
other documents about fictional organisations."""

from datetime import timedelta

from asm_portal.visibility import Audience
from knowledge.legislation import actions
from knowledge.models import Document, Legislation

SOURCE = "demonstration: law {}"
FORMER = """# Loi minière (exemple)

**Article 1.** Tout diamant brut exporté est accompagné d’un certificat.

**Article 2.** Les certificats sont imprimés en noir."""
PRESENT = """# Loi sur le commerce des diamants bruts (exemple)

**Article 1.** Tout diamant brut exporté est accompagné d’un certificat et d’un emballage scellé.

**Article 2.** L’Office d’évaluation délivre les certificats.

**Article 3.** Les certificats sont imprimés en rouge et portent un hologramme."""
TRANSLATION = """# Act on trade in rough diamonds (sample)

**Article 1.** Every rough diamond that is exported is accompanied by a certificate and a sealed container.

**Article 2.** The Valuation Office issues the certificates.

**Article 3.** The certificates are printed in red and bear a hologram."""


def demonstrate(cast):
    if Document.objects.filter(source=SOURCE.format(1), is_demonstration=True).exists():
        return
    former = make(cast, 1, 900, "Loi minière (exemple)", "Mining Act (sample)", "SAMPLE LAW 1", FORMER)
    make(
        cast, 2, 220, "Loi sur le commerce des diamants bruts (exemple)", "Act on trade in rough diamonds (sample)",
        "SAMPLE LAW 2", PRESENT, translation=("en", None, TRANSLATION), replaces=former,
    )  # fmt: skip


def make(cast, number, days_ago, title, translated, printed, text, **more):
    day = cast.today - timedelta(days=days_ago)
    law = actions.propose_law(
        participant=cast.organisations["XA"],
        titles={"fr": title, "en": translated},
        language="fr",
        by=cast.users["delegate.xa"],
        text=text,
        law={
            "in_force_from": day,
            "subjects": "certificates, sealed containers",
            "source_url": f"https://laws.alderia.example/{number}",
            "agreed_audience": Audience.PUBLIC,
        },
        official_number=printed,
        date=day,
        source=SOURCE.format(number),
        is_demonstration=True,
        **more,
    )
    return Legislation.objects.get(pk=actions.publish_law(law=law, by=cast.secretary).pk)

"""The words of the visits of the demonstration; all invented."""

from datetime import time

from logistics.models import LogisticsRequest

OTHER_DAYS = "The week that you propose is a holiday here. A week later our offices are open."
INVITATION = "The last review visit was some years ago. These days follow the rainy season."

TERMS_EN = """Look at how parcels are recorded from the digging to the border, and at how certificates are kept.

Meet the ministry, customs, two export offices, diggers and their associations.

Report on what works, on what does not, and on what the Participant may wish to change."""
TERMS_FR = """Examiner l’enregistrement des colis, de la fouille à la frontière, et la conservation des certificats.

Rencontrer le ministère, la douane, deux bureaux d’exportation, des creuseurs et leurs associations.

Rendre compte de ce qui fonctionne, de ce qui ne fonctionne pas et de ce que le Participant pourrait changer."""
CONTACT = "+000 20 555 0190, answered day and night by the leader of the team."

STOPS = (
    (1, time(9, 0), "Ministry of Mines", "Opening; the register of licences"),
    (1, time(14, 30), "Customs Authority", "How a parcel leaves: seals, certificate, confirmation"),
    (2, time(8, 0), "North river diggings", "Registration of diggers; a talk with their association"),
    (3, None, "Export office", "Records of the past twelve months, chosen at random"),
    (5, time(10, 0), "Ministry of Mines", "Closing: what was seen, in short"),
)
ARRIVAL, DEPARTURE = "Sample Airways 101, 18:40", "Sample Airways 102, 09:15"

PAPER_TITLE = "Questionnaire before the visit (sample)"
PAPER = """# Before the visit

Who keeps the register of licences? How many export offices are there?

Which records are kept on paper, and for how long?"""

REPORT_EN = """# What was seen

Parcels are recorded at both export offices. The register of diggers is on paper and complete in one of three districts.

# Recommendations

1. Bring the register of diggers of all districts to the same form.
2. Exchange records with the neighbouring Participants once a quarter.
3. Keep a second set of seals at each export office."""
REPORT_FR = """# Ce qui a été vu

Les colis sont enregistrés dans les deux bureaux d’exportation. Le registre des creuseurs est sur papier, complet dans un district
sur trois.

# Recommandations

1. Tenir le registre des creuseurs sous la même forme dans tous les districts.
2. Échanger les relevés avec les Participants voisins une fois par trimestre.
3. Garder un second jeu de scellés dans chaque bureau d’exportation."""
REPLY = """# Reply

We thank the team. The registers of all districts will follow one form by the end of the year."""

# English, French, the office that owes the action (else the Participant), days until it is due, or why there is none.
RECOMMENDATIONS = (
    (
        "Bring the register of diggers of all districts to the same form.",
        "Tenir le registre des creuseurs sous la même forme dans tous les districts.",
        "", 45, (),
    ),
    (
        "Exchange records with the neighbouring Participants once a quarter.",
        "Échanger les relevés avec les Participants voisins une fois par trimestre.",
        "XWA-CHAIR", 90, (),
    ),
    (
        "Keep a second set of seals at each export office.",
        "Garder un second jeu de scellés dans chaque bureau d’exportation.",
        "", 0,
        (
            "A second set exists since the visit; the inspectors saw it in use.",
            "Un second jeu existe depuis la visite ; les inspecteurs l’ont vu en service.",
        ),
    ),
)  # fmt: skip

REQUESTS = (
    (
        "A room for twelve with interpretation, for the briefing of the team that goes to Borealia.", 12,
        LogisticsRequest.State.RECEIVED, "",
    ),
    (
        "Print thirty copies of the questionnaire in both languages.", -10, LogisticsRequest.State.DONE,
        "Printed and handed over at the last meeting.",
    ),
)  # fmt: skip

from django.core.management.base import BaseCommand

from asm_portal.areas import areas
from asm_portal.loading import Loader
from asm_portal.reference import load_register


class Command(BaseCommand):
    help = "Loads the reference facts; again and again: updates, never duplicates, never undoes what staff have done."

    def handle(self, **options):
        loader = Loader()
        loader.run(load_register, *(area.load_reference for area in areas()))
        self.stdout.write("Reference data: " + ", ".join(f"{n} {outcome}" for outcome, n in loader.counts.items()))
        for outcome, remarks in loader.remarks.items():
            self.stdout.write(f"{outcome}:")
            for remark in remarks:
                self.stdout.write(f"  {remark}")

from django.core.management.base import BaseCommand

from asm_portal.translations import compile_catalogues, is_translated, languages, update_catalogue


class Command(BaseCommand):
    help = "Brings the catalogues of translations up to date with the code and the templates."

    def add_arguments(self, parser):
        parser.add_argument("--compile", action="store_true", help="only compile what is there, as every start does")

    def handle(self, **options):
        if options["compile"]:
            compile_catalogues()
            return
        for language in languages():
            catalogue = update_catalogue(language)
            missing = sum(1 for message in catalogue if message.id and not is_translated(message))
            self.stdout.write(f"{language}: {len(catalogue)} strings, {missing} to translate")

"""The form that takes regionPAY's files. What can be said of a file without opening it is said before it is kept."""

from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile

from coupons.models import Scheme

MIB = 2**20
MAX_FILE = 50 * MIB
MAX_FILES = 10
MAX_ALL = 100 * MIB
LONGEST_NAME = 150
SUFFIXES = {".csv", ".xlsx"}


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, each of a name of its own. Folders in a name are dropped: some browsers send them."""

    widget = FilesInput(attrs={"accept": ".csv,.xlsx"})

    def clean(self, data: list[UploadedFile], initial=None) -> list[UploadedFile]:
        one = super().clean
        files = [one(file, initial) for file in data or [None]]
        problem = _problem(files)
        if problem:
            raise forms.ValidationError(problem)
        return files


class UploadForm(forms.Form):
    """Which scheme, and the files."""

    scheme = forms.ModelChoiceField(Scheme.objects.none(), label="制度", empty_label=None, to_field_name="slug")
    files = FilesField(
        label="ファイル",
        error_messages={
            "required": "ファイルを選んでください。",
            "missing": "ファイルを選んでください。",
            "empty": "空のファイルがあります。選び直してください。",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["scheme"].queryset = Scheme.objects.order_by("pk")

    @property
    def contents(self) -> dict[str, bytes]:
        """The files by name."""
        return {PurePath(file.name).name: file.read() for file in self.cleaned_data["files"]}


def _problem(files: list[UploadedFile]) -> str:
    names = [PurePath(file.name).name for file in files]
    odd = [name for name in names if PurePath(name).suffix.lower() not in SUFFIXES or len(name) > LONGEST_NAME]
    if odd:
        return f"{odd[0]}: CSVか .xlsx のファイルを選んでください。"
    if len(files) > MAX_FILES or len(set(names)) < len(names):
        return f"ファイルは{MAX_FILES}つまで、それぞれ別の名前にしてください。"
    large = [file.name for file in files if file.size > MAX_FILE]
    if large or sum(file.size for file in files) > MAX_ALL:
        what = large[0] if large else "全部のファイル"
        return f"{what}: 大きすぎます（1つ{MAX_FILE // MIB} MB、全部で{MAX_ALL // MIB} MBまで）。分けるか、load コマンドで取り込んでください。"
    return ""

"""What a response points to and may have to be made first: interned sets of segments, pseudonymous customers."""

from collections.abc import Iterable, Mapping, Sequence

from feedback import bulk
from feedback.models import Customer, ProfileSegment, SegmentProfile
from organisations.models import Organisation
from programs.models import Segment

_CHUNK = 500
ProfileKey = tuple[int, ...]


def profile_key(segment_ids: Iterable[int]) -> ProfileKey:
    """The set of segments in its one order."""
    return tuple(sorted(set(segment_ids)))


def profiles_of(*, organisation: Organisation, keys: Iterable[ProfileKey]) -> dict[ProfileKey, int]:
    """Primary keys of the profiles with these segments; those missing are made. The empty set has no profile."""
    texts = {",".join(map(str, key)): key for key in keys if key}
    found = _known_profiles(organisation, texts)
    missing = [text for text in texts if text not in found]
    if missing:
        _make_profiles(organisation, {text: texts[text] for text in missing})
        found |= _known_profiles(organisation, missing)
    return {texts[text]: pk for text, pk in found.items()}


def _known_profiles(organisation: Organisation, texts: Iterable[str]) -> dict[str, int]:
    wanted = list(texts)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _CHUNK):
        found |= bulk.profile_keys(wanted[start : start + _CHUNK], organisation_id=organisation.pk)
    return found


def _make_profiles(organisation: Organisation, missing: Mapping[str, ProfileKey]) -> None:
    SegmentProfile.objects.bulk_create(
        [SegmentProfile(organisation=organisation, key=text) for text in missing], ignore_conflicts=True
    )
    ids = _known_profiles(organisation, missing)
    axes = dict(Segment.objects.filter(pk__in={pk for key in missing.values() for pk in key}).values_list("pk", "axis"))
    members = [
        ProfileSegment(organisation=organisation, profile_id=ids[text], axis_id=axes[segment], segment_id=segment)
        for text, key in missing.items()
        for segment in key
    ]
    ProfileSegment.objects.bulk_create(members, ignore_conflicts=True)


def customers_of(*, organisation: Organisation, codes: Iterable[str]) -> dict[str, int]:
    """Primary keys of the customers with these numbers; an unknown number makes a pseudonymous customer."""
    wanted: Sequence[str] = sorted({code for code in codes if code})
    found = known_customers(wanted)
    missing = [code for code in wanted if code not in found]
    if missing:
        rows = [Customer(organisation=organisation, code=code) for code in missing]
        Customer.objects.bulk_create(rows, ignore_conflicts=True)
        found |= known_customers(missing)
    return found


def known_customers(codes: Sequence[str]) -> dict[str, int]:
    """Primary keys of those of these customers that there are."""
    found: dict[str, int] = {}
    for start in range(0, len(codes), _CHUNK):
        found.update(Customer.objects.filter(code__in=codes[start : start + _CHUNK]).values_list("code", "pk"))
    return found

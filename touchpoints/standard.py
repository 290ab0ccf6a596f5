"""The standard attributes of the four-dimensional framework (domain 3.5): thirteen operational, five emotional."""

STANDARD_ATTRIBUTES: tuple[tuple[str, str, str, str], ...] = (
    # code, kind, English, Polish
    ("products-services", "operational", "Products and services", "Produkty i usługi"),
    ("brand-status", "operational", "Brand and status", "Marka i prestiż"),
    ("price-value", "operational", "Price and value", "Cena i wartość"),
    ("availability", "operational", "Availability", "Dostępność"),
    ("reliability", "operational", "Reliability", "Niezawodność"),
    ("quality", "operational", "Quality", "Jakość"),
    ("effectiveness", "operational", "Effectiveness", "Skuteczność"),
    ("ease-of-use", "operational", "Ease of use", "Łatwość użycia"),
    ("supporting-services", "operational", "Supporting services", "Usługi wspierające"),
    ("consistency", "operational", "Consistency", "Spójność"),
    ("speed", "operational", "Speed", "Szybkość"),
    ("flexibility", "operational", "Flexibility", "Elastyczność"),
    ("convenience", "operational", "Convenience", "Wygoda"),
    ("dignity", "emotional", "Dignity", "Godność"),
    ("authenticity", "emotional", "Authenticity", "Autentyczność"),
    ("honesty", "emotional", "Honesty", "Uczciwość"),
    ("empathy", "emotional", "Empathy", "Empatia"),
    ("sincerity", "emotional", "Sincerity", "Szczerość"),
)

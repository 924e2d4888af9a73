"""What the training merchant sells: families of products, their names, options and colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PALETTE: Mapping[str, str] = {
    "Black": "#22252B",
    "Blue": "#2F5FD0",
    "Cream": "#E9DFC8",
    "Gray": "#8A919E",
    "Green": "#2E7D4F",
    "Lilac": "#A48CD6",
    "Orange": "#E4782B",
    "Red": "#C23B3B",
    "Sand": "#C9AE86",
    "Teal": "#1F8A8A",
    "White": "#F2F3F5",
    "Yellow": "#E3B62F",
}
"""Swatch by colour name."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An option that a product's variants differ in. `colours` takes the values from PALETTE."""

    name: str
    values: tuple[str, ...] = ()
    colours: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """Products of one kind. Prices run from `low` to `high`, in cents (USD)."""

    prefix: str
    product_type: str
    noun: str
    outline: str
    low: int
    high: int
    axes: tuple[Axis, ...]
    names: tuple[str, ...]


_SIZES = Axis("Size", ("XS", "S", "M", "L", "XL"))
_COLOUR = Axis("Color", colours=True)


def names(text: str) -> tuple[str, ...]:
    """The names in a text, between semicolons."""
    return tuple(text.split("; "))


FAMILIES: tuple[Family, ...] = (
    Family(
        "WS",
        "Apparel",
        "Tee",
        "tee",
        1800,
        3400,
        (_SIZES, _COLOUR),
        names(
            "Alder; Brook; Cove; Drift; Ember; Fable; Grove; Harbor; Iris; Juniper; Kite; Radiant"
        ),
    ),
    Family(
        "WT",
        "Apparel",
        "Tank",
        "tank",
        2200,
        3900,
        (_SIZES, _COLOUR),
        names(
            "Antonia; Bay; Clover; Dune; Easy Mile; Fern; Gale; "
            "Haven; Breathe-Easy; Lark; Meadow; Nova"
        ),
    ),
    Family(
        "MH",
        "Apparel",
        "Hoodie",
        "hoodie",
        4400,
        7200,
        (_SIZES, _COLOUR),
        names(
            "Abbot; Birch; Canyon; Dawn Patrol; Everett; Fjord; "
            "Hero; Inlet; Jasper; Kodiak; Ledge; Mesa"
        ),
    ),
    Family(
        "MJ",
        "Apparel",
        "Jacket",
        "hoodie",
        7900,
        14900,
        (_SIZES, _COLOUR),
        names(
            "Anchor; Beacon; Crest; Delta; Echo; Frost; Gorge; Horizon; Isle; Jetty; Knoll; Lookout"
        ),
    ),
    Family(
        "AS",
        "Apparel",
        "Socks",
        "sock",
        900,
        1900,
        (Axis("Size", ("S/M", "L/XL")), _COLOUR),
        names(
            "Amble; Bounce; Cozy; Dash; Evergreen; Footloose; "
            "Gentle; Hike; Indoor; Jog; Knit; Lounge"
        ),
    ),
    Family(
        "AH",
        "Apparel",
        "Cap",
        "cap",
        1900,
        3200,
        (_COLOUR,),
        names(
            "Aspen; Boulder; Cedar; Dockside; Elm; Foothill; "
            "Granite; Heron; Ivy; Jay; Kestrel; Laurel"
        ),
    ),
    Family(
        "DM",
        "Drinkware",
        "Mug",
        "mug",
        1200,
        2600,
        (Axis("Volume", ("11 oz", "15 oz")), _COLOUR),
        names(
            "Acorn; Breakfast; Cabin; Daybreak; Enamel; Fireside; "
            "Gather; Hearth; Inkwell; Journey; Kettle; Loft"
        ),
    ),
    Family(
        "DT",
        "Drinkware",
        "Tumbler",
        "tumbler",
        1900,
        4200,
        (Axis("Volume", ("12 oz", "20 oz", "30 oz")), _COLOUR),
        names(
            "Arctic; Breeze; Current; Drifter; Everyday; Frontier; "
            "Glacier; Highland; Island; Jetstream; Keen; Lagoon"
        ),
    ),
    Family(
        "BT",
        "Bags",
        "Tote",
        "tote",
        1800,
        4800,
        (_COLOUR,),
        names(
            "Atlas; Bazaar; Corner Shop; Daily; Errand; Farmstand; "
            "Gallery; Harvest; Island; Junction; Kiosk; Library"
        ),
    ),
    Family(
        "BB",
        "Bags",
        "Backpack",
        "backpack",
        5900,
        12900,
        (Axis("Volume", ("18 L", "26 L")), _COLOUR),
        names(
            "Ascent; Basecamp; Commuter; Detour; Expedition; Field; "
            "Getaway; Hopper; Itinerary; Jaunt; Kinetic; Layover"
        ),
    ),
    Family(
        "HC",
        "Candles",
        "Candle",
        "candle",
        1400,
        4800,
        (Axis("Scent", ("Fig", "Cedar", "Citrus", "Linen")), Axis("Weight", ("6 oz", "11 oz"))),
        names(
            "Afterglow; Bonfire; Candlelight; Dusk; Evening; Flicker; "
            "Glow; Hush; Illume; Jubilee; Kindle; Lantern"
        ),
    ),
    Family(
        "GS",
        "Gift sets",
        "Gift Set",
        "gift",
        2900,
        14900,
        (),
        names(
            "Afternoon Tea; Birthday; Coffee Lover; Dinner Host; Eight Nights; Feel Better; "
            "Gardener; Housewarming; Isle of Calm; Just Because; Kitchen Starter; Long Weekend"
        ),
    ),
    Family(
        "SN",
        "Stationery",
        "Notebook",
        "notebook",
        900,
        2800,
        (Axis("Ruling", ("Lined", "Dotted", "Plain")), _COLOUR),
        names(
            "Archive; Blueprint; Chapter; Draft; Errata; Folio; "
            "Graph; Headline; Index; Jotter; Keepsake; Ledger"
        ),
    ),
    Family(
        "SP",
        "Stationery",
        "Pen",
        "pen",
        600,
        3900,
        (Axis("Ink", ("Black", "Blue", "Red")),),
        names(
            "Aria; Ballad; Cadence; Duet; Encore; Forte; Glissando; "
            "Harmony; Interlude; Key; Lyric; Motif"
        ),
    ),
)

ANCHORS: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "WS12": (2200, ("Orange", "Blue", "Green")),
    "MH07": (5400, ("Gray", "Black", "Red")),
    "WT09": (3400, ("Blue", "White", "Lilac")),
}
"""Price in cents and colours of products that guides and pictures mention: always in stock."""

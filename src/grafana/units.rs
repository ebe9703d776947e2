//! Units that Grafana knows.
//!
//! From: the id of a unit, as `unit` of a field says it. To: what Grafana makes of it. The list is that of `@grafana/data` 13.2.3,
//! `valueFormats/categories`: 273 ids in 25 categories.

use std::sync::LazyLock;

/// A category of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Category {
    /// Its name, as Grafana shows it.
    pub name: &'static str,
    /// The ids of its units.
    pub ids: &'static [&'static str],
}

/// Prefixes of units that people make up: `suffix:req`, `currency:€`, `time:YYYY`.
pub const PREFIXES: [&str; 7] = ["prefix:", "suffix:", "time:", "si:", "count:", "currency:", "bool:"];

/// An id that Grafana still takes for `fahrenheit`.
const ALIAS: &str = "farenheit";

/// The micro sign, U+00B5, of `µs`, `µfarad` and `µhenry`.
const MICRO_SIGN: char = '\u{b5}';

/// The Greek letter mu, U+03BC, of `conμgm3`, `conμgNm3` and `currencyμBTC`.
const GREEK_MU: char = '\u{3bc}';

/// All categories, in Grafana's order.
pub const CATEGORIES: [Category; 25] = [
    Category {
        name: "Misc",
        ids: &[
            "none",
            "string",
            "short",
            "sishort",
            "percent",
            "percentunit",
            "humidity",
            "dB",
            "candela",
            "hex0x",
            "hex",
            "sci",
            "locale",
            "pixel",
        ],
    },
    Category { name: "Acceleration", ids: &["accMS2", "accFS2", "accG"] },
    Category { name: "Angle", ids: &["degree", "radian", "grad", "arcmin", "arcsec"] },
    Category { name: "Area", ids: &["areaM2", "areaF2", "areaMI2", "acres", "hectares"] },
    Category { name: "Computation", ids: &["flops", "mflops", "gflops", "tflops", "pflops", "eflops", "zflops", "yflops"] },
    Category {
        name: "Concentration",
        ids: &[
            "ppm",
            "conppb",
            "conngm3",
            "conngNm3",
            "conμgm3",
            "conμgNm3",
            "conmgm3",
            "conmgNm3",
            "congm3",
            "congNm3",
            "conmgdL",
            "conmmolL",
        ],
    },
    Category {
        name: "Currency",
        ids: &[
            "currencyUSD",
            "currencyGBP",
            "currencyEUR",
            "currencyJPY",
            "currencyRUB",
            "currencyUAH",
            "currencyBRL",
            "currencyDKK",
            "currencyISK",
            "currencyNOK",
            "currencySEK",
            "currencyCZK",
            "currencyCHF",
            "currencyPLN",
            "currencyBTC",
            "currencymBTC",
            "currencyμBTC",
            "currencyZAR",
            "currencyINR",
            "currencyKRW",
            "currencyIDR",
            "currencyPHP",
            "currencyVND",
            "currencyTRY",
            "currencyMYR",
            "currencyXPF",
            "currencyBGN",
            "currencyPYG",
            "currencyUYU",
            "currencyILS",
        ],
    },
    Category {
        name: "Data",
        ids: &[
            "bytes",
            "decbytes",
            "bits",
            "decbits",
            "kbytes",
            "deckbytes",
            "mbytes",
            "decmbytes",
            "gbytes",
            "decgbytes",
            "tbytes",
            "dectbytes",
            "pbytes",
            "decpbytes",
        ],
    },
    Category {
        name: "Data rate",
        ids: &[
            "pps", "binBps", "Bps", "binbps", "bps", "KiBs", "Kibits", "KBs", "Kbits", "MiBs", "Mibits", "MBs", "Mbits", "GiBs",
            "Gibits", "GBs", "Gbits", "TiBs", "Tibits", "TBs", "Tbits", "PiBs", "Pibits", "PBs", "Pbits",
        ],
    },
    Category {
        name: "Date & time",
        ids: &[
            "dateTimeAsIso",
            "dateTimeAsIsoNoDateIfToday",
            "dateTimeAsUS",
            "dateTimeAsUSNoDateIfToday",
            "dateTimeAsLocal",
            "dateTimeAsLocalNoDateIfToday",
            "dateTimeAsSystem",
            "dateTimeFromNow",
        ],
    },
    Category {
        name: "Energy",
        ids: &[
            "watt",
            "kwatt",
            "megwatt",
            "gwatt",
            "mwatt",
            "Wm2",
            "voltamp",
            "kvoltamp",
            "voltampreact",
            "kvoltampreact",
            "watth",
            "watthperkg",
            "kwatth",
            "kwattm",
            "mwatth",
            "amph",
            "kamph",
            "mamph",
            "joule",
            "ev",
            "amp",
            "kamp",
            "mamp",
            "volt",
            "kvolt",
            "mvolt",
            "dBm",
            "mohm",
            "ohm",
            "kohm",
            "Mohm",
            "farad",
            "µfarad",
            "nfarad",
            "pfarad",
            "ffarad",
            "henry",
            "mhenry",
            "µhenry",
            "lumens",
        ],
    },
    Category { name: "Flow", ids: &["flowgpm", "flowcms", "flowcfs", "flowcfm", "litreh", "flowlpm", "flowmlpm", "lux"] },
    Category { name: "Force", ids: &["forceNm", "forcekNm", "forceN", "forcekN"] },
    Category { name: "Hash rate", ids: &["Hs", "KHs", "MHs", "GHs", "THs", "PHs", "EHs"] },
    Category { name: "Mass", ids: &["massmg", "massg", "masslb", "masskg", "masst"] },
    Category { name: "Length", ids: &["lengthmm", "lengthcm", "lengthin", "lengthft", "lengthm", "lengthkm", "lengthmi"] },
    Category {
        name: "Pressure",
        ids: &[
            "pressurembar",
            "pressurebar",
            "pressurekbar",
            "pressurepa",
            "pressurehpa",
            "pressurekpa",
            "pressurehg",
            "pressurepsi",
        ],
    },
    Category {
        name: "Radiation",
        ids: &[
            "radbq",
            "radci",
            "radgy",
            "radrad",
            "radsv",
            "radmsv",
            "radusv",
            "radrem",
            "radexpckg",
            "radr",
            "radsvh",
            "radmsvh",
            "radusvh",
        ],
    },
    Category { name: "Rotational Speed", ids: &["rotrpm", "rothz", "rotkhz", "rotmhz", "rotghz", "rotrads", "rotdegs"] },
    Category { name: "Temperature", ids: &["celsius", "fahrenheit", "kelvin"] },
    Category {
        name: "Time",
        ids: &[
            "hertz",
            "ns",
            "µs",
            "ms",
            "s",
            "m",
            "h",
            "d",
            "dtdurationms",
            "dtdurations",
            "dthms",
            "dtdhms",
            "timeticks",
            "clockms",
            "clocks",
        ],
    },
    Category {
        name: "Throughput",
        ids: &[
            "cps", "ops", "reqps", "rps", "wps", "iops", "eps", "mps", "recps", "rowsps", "cpm", "opm", "reqpm", "rpm", "wpm",
            "epm", "mpm", "recpm", "rowspm",
        ],
    },
    Category { name: "Velocity", ids: &["velocityms", "velocitykmh", "velocitymph", "velocityknot"] },
    Category { name: "Volume", ids: &["mlitre", "litre", "m3", "Nm3", "dm3", "gallons"] },
    Category { name: "Boolean", ids: &["bool", "bool_yes_no", "bool_on_off"] },
];

/// The ids of all units.
pub fn ids() -> impl Iterator<Item = &'static str> {
    CATEGORIES.iter().flat_map(|category| category.ids.iter().copied())
}

/// Whether Grafana scales or formats values of this unit. Of any other it shows the id after the value.
#[must_use]
pub fn is_known(id: &str) -> bool {
    static SORTED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let mut ids: Vec<&str> = ids().collect();
        ids.sort_unstable();
        ids
    });
    id == ALIAS || PREFIXES.iter().any(|prefix| id.starts_with(prefix)) || SORTED.binary_search(&id).is_ok()
}

/// The id that was meant by one with the wrong sign for micro: the Greek letter and the micro sign look alike.
#[must_use]
pub fn with_other_mu(id: &str) -> Option<&'static str> {
    if !id.contains([MICRO_SIGN, GREEK_MU]) || is_known(id) {
        return None;
    }
    let alike = |character: char| if character == GREEK_MU { MICRO_SIGN } else { character };
    ids().find(|known| known.chars().map(alike).eq(id.chars().map(alike)))
}

/// Whether the unit is one of time, whose values Grafana scales.
#[must_use]
pub fn is_time(id: &str) -> bool {
    const TIME: [&str; 13] =
        ["ns", "µs", "ms", "s", "m", "h", "d", "dtdurationms", "dtdurations", "dthms", "dtdhms", "clockms", "clocks"];
    TIME.contains(&id)
}

#[cfg(test)]
mod tests {
    use super::{CATEGORIES, ids, is_known, is_time, with_other_mu};
    use std::collections::BTreeSet;

    #[test]
    fn there_are_273_units_each_once() {
        assert_eq!(ids().count(), 273);
        assert_eq!(ids().collect::<BTreeSet<_>>().len(), 273);
    }

    #[test]
    fn units_that_people_make_up_and_an_old_spelling_are_known() {
        for id in ["suffix:req", "currency:€", "count:x", "bool:on/off", "si:W", "time:YYYY", "prefix:$", "farenheit", "short"]
        {
            assert!(is_known(id), "{id}");
        }
        for id in ["", "seconds", "MS", "suffix"] {
            assert!(!is_known(id), "{id}");
        }
    }

    #[test]
    fn a_sign_for_micro_that_only_looks_right_is_told_in_both_directions() {
        assert_eq!(with_other_mu("\u{3bc}s"), Some("\u{b5}s"));
        assert_eq!(with_other_mu("\u{3bc}farad"), Some("\u{b5}farad"));
        assert_eq!(with_other_mu("con\u{b5}gm3"), Some("con\u{3bc}gm3"));
        assert_eq!(with_other_mu("currency\u{b5}BTC"), Some("currency\u{3bc}BTC"));
        for id in ["\u{b5}s", "con\u{3bc}gm3", "us", "\u{3bc}x"] {
            assert_eq!(with_other_mu(id), None, "{id}");
        }
    }

    #[test]
    fn units_of_time_are_among_those_of_the_category() {
        let time = CATEGORIES.iter().find(|category| category.name == "Time").map_or(&[][..], |category| category.ids);
        assert_eq!(time.iter().filter(|id| is_time(id)).count(), 13);
        assert!(!is_time("hertz"));
    }
}

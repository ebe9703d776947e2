//! Written by `spanboard generate` from signals.yaml. Change that file, not this one.
//!
//! What the source `shop` emits: the names that its code uses, and nothing of how.

/// Metrics.
#[rustfmt::skip]
pub mod metrics {
    /// The type of a metric.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum MetricType {
        /// A number that only rises.
        Counter,
        /// A number that rises and falls.
        Gauge,
        /// A distribution, counted in buckets.
        Histogram,
        /// A distribution, by quantiles.
        Summary,
    }

    /// A metric.
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub struct Metric {
        /// The name, as Prometheus stores it.
        pub name: &'static str,
        /// The name without the `_total` of a counter, for clients that append it themselves.
        pub family: &'static str,
        /// The type.
        pub kind: MetricType,
        /// The unit; empty where none is declared.
        pub unit: &'static str,
        /// What it says.
        pub help: &'static str,
        /// The names of its labels, sorted.
        pub labels: &'static [&'static str],
        /// The upper bounds of a histogram's buckets, without the infinite one.
        pub buckets: &'static [f64],
        /// The names of its exemplars' labels.
        pub exemplars: &'static [&'static str],
    }

    /// The counter `shop_orders_total`.
    pub const SHOP_ORDERS_TOTAL: Metric = Metric {
        name: "shop_orders_total",
        family: "shop_orders",
        kind: MetricType::Counter,
        unit: "",
        help: "Orders, \"paid\" or not.\nC:\\orders, 5 µs",
        labels: &["Country", "state"],
        buckets: &[],
        exemplars: &["trace_id", "span_id"],
    };

    /// The histogram `shop_size_bytes`.
    pub const SHOP_SIZE_BYTES: Metric = Metric {
        name: "shop_size_bytes",
        family: "shop_size_bytes",
        kind: MetricType::Histogram,
        unit: "bytes",
        help: "",
        labels: &[],
        buckets: &[-1.0, 0.0, 0.5, 1000.0, 1_048_576.0, 1e21],
        exemplars: &[],
    };

    /// The gauge `shop_up`.
    pub const SHOP_UP: Metric = Metric {
        name: "shop_up",
        family: "shop_up",
        kind: MetricType::Gauge,
        unit: "",
        help: "",
        labels: &[],
        buckets: &[],
        exemplars: &[],
    };

    /// The summary `shop_wait_seconds`.
    pub const SHOP_WAIT_SECONDS: Metric = Metric {
        name: "shop_wait_seconds",
        family: "shop_wait_seconds",
        kind: MetricType::Summary,
        unit: "",
        help: "",
        labels: &[],
        buckets: &[],
        exemplars: &[],
    };

    /// All metrics.
    pub const ALL: &[Metric] = &[
        SHOP_ORDERS_TOTAL,
        SHOP_SIZE_BYTES,
        SHOP_UP,
        SHOP_WAIT_SECONDS,
    ];
}

/// Spans, without those of automatic instrumentation.
#[rustfmt::skip]
pub mod spans {
    /// The kind of a span.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum SpanKind {
        /// Work within the service.
        Internal,
        /// A request that is answered.
        Server,
        /// A request that is made.
        Client,
        /// A message that is sent.
        Producer,
        /// A message that is worked on.
        Consumer,
    }

    /// A span.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Span {
        /// The name.
        pub name: &'static str,
        /// The kind.
        pub kind: SpanKind,
        /// The keys of its attributes, sorted.
        pub attributes: &'static [&'static str],
    }

    /// The span `place order`.
    pub const PLACE_ORDER_PRODUCER: Span = Span {
        name: "place order",
        kind: SpanKind::Producer,
        attributes: &["order.id", "order.tags"],
    };

    /// The span `place order`.
    pub const PLACE_ORDER_CONSUMER: Span = Span {
        name: "place order",
        kind: SpanKind::Consumer,
        attributes: &["order.id", "order.paid", "order.sum"],
    };

    /// The span `2nd try`.
    pub const _2ND__TRY_: Span = Span {
        name: "2nd `try`",
        kind: SpanKind::Internal,
        attributes: &[],
    };

    /// All spans.
    pub const ALL: &[Span] = &[
        PLACE_ORDER_PRODUCER,
        PLACE_ORDER_CONSUMER,
        _2ND__TRY_,
    ];
}

/// The keys of attributes: of spans, those of automatic instrumentation too, of their events, and of the resource.
#[rustfmt::skip]
pub mod attributes {
    use std::marker::PhantomData;

    /// The key of an attribute whose values are of the type `T`: `str`, `i64`, `f64`, `bool`, or a list of one of them.
    #[derive(Debug)]
    pub struct Key<T: ?Sized> {
        name: &'static str,
        values: PhantomData<fn(&T)>,
    }

    impl<T: ?Sized> Key<T> {
        const fn new(name: &'static str) -> Self {
            Self { name, values: PhantomData }
        }

        /// The key, as it is written.
        #[must_use]
        pub const fn name(&self) -> &'static str {
            self.name
        }
    }

    /// `http.method`
    pub const HTTP_METHOD: Key<str> = Key::new("http.method");

    /// `order.id`
    pub const ORDER_ID: Key<i64> = Key::new("order.id");

    /// `order.paid`
    pub const ORDER_PAID: Key<bool> = Key::new("order.paid");

    /// `order.sum`
    pub const ORDER_SUM: Key<f64> = Key::new("order.sum");

    /// `order.tags`
    pub const ORDER_TAGS: Key<[String]> = Key::new("order.tags");

    /// `retry.count`
    pub const RETRY_COUNT: Key<i64> = Key::new("retry.count");

    /// `service.name`
    pub const SERVICE_NAME: Key<str> = Key::new("service.name");

    /// The names of all keys.
    pub const ALL: &[&str] = &[
        HTTP_METHOD.name,
        ORDER_ID.name,
        ORDER_PAID.name,
        ORDER_SUM.name,
        ORDER_TAGS.name,
        RETRY_COUNT.name,
        SERVICE_NAME.name,
    ];
}

/// The names of spans' events.
#[rustfmt::skip]
pub mod events {
    /// `retry`
    pub const RETRY: &str = "retry";

    /// All events.
    pub const ALL: &[&str] = &[
        RETRY,
    ];
}

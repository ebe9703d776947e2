//! A provider of a type other than `file`.

use crate::rules::scalar::Scalar;
use crate::rules::view::{Context, ProviderView};
use crate::rules::{About, Findings, Rule, about};

pub struct UnknownType;

impl Rule for UnknownType {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "provider/unknown-type");
        &ABOUT
    }

    fn provider(&self, provider: &ProviderView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if let Scalar::Word(kind) = Scalar::of(provider.provider.extra.get("type"))
            && !kind.is_empty()
        {
            let message = format!("there is no provider of the type `{kind}`: Grafana does not start");
            found.value(&provider.at.key("type"), message).label("did you mean `file`?");
        }
    }
}

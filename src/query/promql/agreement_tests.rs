//! The two readers build the same tree.

use promql_parser::parser::{Expr, parse};
use proptest::prelude::*;

use super::cursor::Cursor;
use super::expression::Reader;
use super::token;
use super::tree::{Kind, Tree};

/// The tree of the reader here, with brackets around every operator.
fn own(tree: &Tree, node: usize) -> String {
    let inner: Vec<String> = tree.children(node).iter().map(|child| own(tree, *child)).collect();
    match &tree.nodes[node].kind {
        Kind::Selector(index) => tree.selectors[*index].bytes.len().to_string(),
        Kind::Binary { operator, .. } => format!("({} {} {})", inner[0], operator.text, inner[1]),
        Kind::Sign { .. } => format!("(-{})", inner[0]),
        Kind::Brackets => inner[0].clone(),
        Kind::Call { name } => format!("{}[{}]", name.text, inner.join(",")),
        Kind::Aggregation { operator, .. } => format!("{}[{}]", operator.text, inner.join(",")),
        Kind::Subquery { .. } => format!("{}[:]", inner[0]),
        Kind::Variable | Kind::Number(_) | Kind::Text { .. } => "value".to_owned(),
    }
}

/// The tree of promql-parser in the same way.
fn other(expression: &Expr) -> String {
    match expression {
        Expr::VectorSelector(selector) => selector.name.as_deref().unwrap_or_default().len().to_string(),
        Expr::Binary(binary) => format!("({} {} {})", other(&binary.lhs), binary.op, other(&binary.rhs)),
        Expr::Unary(unary) => format!("(-{})", other(&unary.expr)),
        Expr::Paren(paren) => other(&paren.expr),
        Expr::Call(call) => {
            format!("{}[{}]", call.func.name, call.args.args.iter().map(|argument| other(argument)).collect::<Vec<_>>().join(","))
        }
        Expr::Aggregate(aggregate) => format!("{}[{}]", aggregate.op, other(&aggregate.expr)),
        Expr::Subquery(subquery) => format!("{}[:]", other(&subquery.expr)),
        _ => "value".to_owned(),
    }
}

/// Expressions over metrics of different lengths, so that their places in the tree show.
fn expression() -> impl Strategy<Value = String> {
    let metric = (1..9_usize).prop_map(|length| "m".repeat(length));
    let operator = prop::sample::select(vec![
        "+", "-", "*", "/", "%", "^", "==", "!=", ">", "<=", "and", "or", "unless", "atan2", "== bool", "* on (a)",
    ]);
    metric.prop_recursive(6, 40, 4, move |inner| {
        prop_oneof![
            4 => (inner.clone(), operator.clone(), inner.clone()).prop_map(|(left, operator, right)| format!("{left} {operator} {right}")),
            1 => inner.clone().prop_map(|inner| format!("-{inner}")),
            1 => inner.clone().prop_map(|inner| format!("({inner})")),
            1 => inner.clone().prop_map(|inner| format!("abs({inner})")),
            1 => inner.clone().prop_map(|inner| format!("sum({inner}) by (a)")),
            1 => inner.prop_map(|inner| format!("last_over_time(({inner})[1h:])")),
        ]
    })
}

proptest! {
    #[test]
    fn both_readers_build_the_same_tree(text in expression()) {
        let tokens = token::scan(&text).unwrap();
        let mut reader = Reader { cursor: Cursor::new(&text, &tokens), tree: Tree::default() };
        reader.query().unwrap();
        let root = reader.tree.nodes.len() - 1;
        prop_assert_eq!(own(&reader.tree, root), other(&parse(&text).unwrap()), "{}", text);
    }
}

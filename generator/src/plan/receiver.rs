//! Callbacks and webhooks: what the API sends to its user.

use super::Context;
use super::docs::{Docs, Words};
use super::item::{Decoding, Item, Union, UnionVariant};
use super::items::Items;
use super::naming::{Case, Ident, Scope, listed};
use super::ty::{Home, Ty};
use crate::api;
use crate::config::{RECEIVER_METHODS, Signature};

/// All that is received.
#[derive(Clone, Debug)]
pub struct Receivers {
    /// How a message proves where it comes from, where the configuration says.
    pub signature: Option<Signature>,
    /// A method each.
    pub receivers: Vec<Receiver>,
    /// The enum of all kinds of messages, which is among the items; none where nothing tells them apart.
    pub message: Option<Ident>,
    /// The wire names of secret members.
    pub sensitive: Vec<String>,
    /// Types that stand inside them.
    pub items: Vec<Item>,
}

/// One kind of message.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// The method's name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// The type of the message.
    pub ty: Ty,
    /// How it is read.
    pub reading: Reading,
}

/// How a message is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As JSON.
    Json,
    /// As JSON, in which a member says that it is of this kind.
    Kind {
        /// The member.
        member: String,
        /// Its values, as texts.
        values: Vec<String>,
    },
    /// As a form.
    Form,
}

/// Decides what can be received. A receiver of signed messages is there whatever the document says of these.
pub(super) fn plan(context: &Context<'_>, items: &mut Items) -> Option<Receivers> {
    let receivers = context.api.receivers.iter().enumerate();
    let read: Vec<_> = receivers
        .filter_map(|(index, receiver)| Some((index, receiver, receiver.body.as_ref()?)))
        .collect();
    let signature = context.config.signature.clone();
    if read.is_empty() && signature.is_none() {
        return None;
    }
    let ids: Vec<&str> = read.iter().map(|(_, it, _)| it.id.as_str()).collect();
    let idents = Scope::new(Case::Snake, RECEIVER_METHODS)
        .claim_all(&ids, |id| context.config.webhook_name(id));
    let kinds = context.api.kinds.as_ref();
    let mut values = vec![Vec::new(); context.api.receivers.len()];
    for (value, of) in kinds.iter().flat_map(|kinds| &kinds.values) {
        values[*of].push(value.clone());
    }
    let receivers: Vec<Receiver> = read
        .iter()
        .zip(idents)
        .map(|((index, receiver, message), ident)| Receiver {
            ident,
            docs: docs(receiver),
            ty: context.value(message.ty),
            reading: reading(kinds, message, std::mem::take(&mut values[*index])),
        })
        .collect();
    let all = context.api.kinds.as_ref().map(|kinds| {
        let indices: Vec<usize> = read.iter().map(|(index, ..)| *index).collect();
        message(context, kinds, &receivers, &indices)
    });
    let own = items.take(&Home::Receivers).map(|(_, item)| item);
    Some(Receivers {
        signature,
        receivers,
        message: all.as_ref().map(|all| all.ident.clone()),
        sensitive: super::client::sensitive(context),
        items: all.map(Item::Union).into_iter().chain(own).collect(),
    })
}

fn docs(receiver: &api::Receiver) -> Docs {
    let docs = Docs::or(&receiver.docs, &[], || {
        Words::sentence("Receives {}.", &[Words::code(&receiver.id)])
    });
    match &receiver.callback {
        Some(callback) => docs.and(Words::sentence(
            "A callback of {}, sent as {}.",
            &[
                Words::code(&callback.of),
                Words::code(&format!("{} {}", receiver.method, callback.expression)),
            ],
        )),
        None => docs,
    }
}

fn reading(kinds: Option<&api::Kinds>, message: &api::Message, values: Vec<String>) -> Reading {
    match kinds {
        _ if message.is_form => Reading::Form,
        None => Reading::Json,
        Some(kinds) => Reading::Kind {
            member: kinds.member.clone(),
            values,
        },
    }
}

/// The enum of all kinds. A variant goes by the name of its method; `indices` are those of the receivers in the model.
fn message(
    context: &Context<'_>,
    kinds: &api::Kinds,
    receivers: &[Receiver],
    indices: &[usize],
) -> Union {
    let mut scope = Scope::new(Case::Pascal, &["Self"]);
    let names: Vec<&str> = receivers
        .iter()
        .map(|it| listed(it.ident.as_str()))
        .collect();
    let idents = scope.claim_all(&names, |_| None).into_iter();
    let variants = receivers.iter().zip(idents).zip(indices);
    let variants = variants.filter_map(|((receiver, ident), index)| {
        let message = context.api.receivers[*index].ty()?;
        Some(UnionVariant {
            ident,
            docs: receiver.docs.clone(),
            rule: context.rule(message, None, &receiver.ty),
            ty: receiver.ty.clone(),
            kind: context.json_kind(message),
            // Nobody makes messages of what is in them.
            converts: false,
            also: None,
        })
    });
    let variants: Vec<UnionVariant> = variants.collect();
    let arms = kinds.values.iter().filter_map(|(value, of)| {
        // They ascend.
        let variant = indices.binary_search(of).ok()?;
        Some((value.clone(), variant))
    });
    Union {
        nullable: false,
        boxed: false,
        ident: context.names.message().clone(),
        docs: Docs::ours(Words::sentence(
            "A message of any kind, which its member {} tells.",
            &[Words::code(&kinds.member)],
        )),
        derives: Vec::new(),
        variants,
        decoding: Decoding::Tag {
            property: kinds.member.clone(),
            arms: arms.collect(),
            unknown: Some(scope.claim_unknown()),
        },
    }
}

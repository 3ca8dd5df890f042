//! Callbacks and webhooks: what the API sends to its user.

use super::Context;
use super::docs::{Docs, Words};
use super::item::Item;
use super::items::Items;
use super::naming::{Case, Ident, Scope};
use super::ty::{Home, Ty};
use crate::config::{RECEIVER_METHODS, Signature};

/// The enum of all kinds of messages.
pub(super) const MESSAGE: &str = "Message";

/// All that is received.
#[derive(Clone, Debug)]
pub struct Receivers {
    /// How a message proves where it comes from, where the configuration says.
    pub signature: Option<Signature>,
    /// A method each.
    pub receivers: Vec<Receiver>,
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
}

/// Decides what can be received. A message without a JSON body has nothing to decode.
pub(super) fn plan(context: &Context<'_>, items: &mut Items) -> Option<Receivers> {
    let with_body: Vec<_> = context
        .api
        .receivers
        .iter()
        .filter_map(|receiver| Some((receiver, receiver.body?)))
        .collect();
    if with_body.is_empty() {
        return None;
    }
    let mut scope = Scope::new(Case::Snake, RECEIVER_METHODS);
    let ids: Vec<&str> = with_body
        .iter()
        .map(|(receiver, _)| receiver.id.as_str())
        .collect();
    let idents = scope.claim_all(&ids, |id| context.config.webhook_name(id));
    let receivers = with_body
        .iter()
        .zip(idents)
        .map(|((receiver, body), ident)| Receiver {
            ident,
            docs: Docs::or(&receiver.docs, &[], || {
                Words::sentence("Receives {}.", &[Words::code(&receiver.id)])
            }),
            ty: context.value(*body),
        })
        .collect();
    Some(Receivers {
        signature: context.config.signature.clone(),
        receivers,
        sensitive: super::client::sensitive(context),
        items: items.take(&Home::Receivers).map(|(_, item)| item).collect(),
    })
}

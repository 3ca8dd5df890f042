//! The requests that the API sends: webhooks, and callbacks of operations.

use std::collections::BTreeMap;

use openapiv3::PathItem;

use super::representations::{self, Kind};
use super::{Lower, operation, tag};
use crate::api::{
    Api, Callback, ContentKind, Discrimination, Kinds, Message, Origin, Receiver, Shape, Step,
};
use crate::diagnostic::catalogue;
use crate::source::escape;

impl<'a> Lower<'a, '_> {
    /// Lowers the callbacks of an operation, or those of a callback.
    pub(super) fn callbacks(
        &mut self,
        operation: &'a openapiv3::Operation,
        of: &str,
        operation_site: &str,
    ) {
        for (key, callback) in &operation.callbacks {
            for (expression, item) in callback {
                let site = format!(
                    "{operation_site}/callbacks/{}/{}",
                    escape(key),
                    escape(expression)
                );
                let callback = Callback {
                    of: of.to_owned(),
                    expression: expression.clone(),
                };
                self.receiver(key, Some(&callback), item, &site);
            }
        }
    }

    /// Lowers the requests that the API sends: a webhook of the document, or a callback of an operation.
    pub(super) fn receiver(
        &mut self,
        key: &str,
        callback: Option<&Callback>,
        item: &'a PathItem,
        site: &str,
    ) {
        for (method, operation) in item.iter() {
            let site = format!("{site}/{method}");
            let receiver = self.state.api.receivers.len();
            let id = operation.operation_id.as_deref();
            let id = id.filter(|id| !id.trim().is_empty()).unwrap_or(key);
            // The place is taken first: inline types of the body refer to it by its index.
            self.state.api.receivers.push(Receiver {
                site: site.clone(),
                id: id.to_owned(),
                key: key.to_owned(),
                method: method.to_ascii_uppercase(),
                callback: callback.cloned(),
                docs: operation::docs(operation),
                body: None,
            });
            let body = self.message(operation, receiver, &site);
            if body.is_none() {
                let place = self.state.places.key_place(&site);
                let unread = catalogue::unsupported_message(place, id);
                self.state.diagnostics.push(unread);
            }
            self.state.api.receivers[receiver].body = body;
            self.callbacks(operation, id, &site);
        }
    }

    /// What is in a request, if a receiver reads that.
    fn message(
        &mut self,
        operation: &'a openapiv3::Operation,
        receiver: usize,
        site: &str,
    ) -> Option<Message> {
        let site = format!("{site}/requestBody");
        let body = operation.request_body.as_ref()?;
        let (body, site) = self.component_at(body, site, "requestBodies", |all, name| {
            all.request_bodies.get(name)
        })?;
        let (media_type, _) = representations::preferred(&body.content)?;
        if !matches!(Kind::of(media_type), Kind::Json | Kind::Form) {
            return None;
        }
        let origin = Origin::Receiver {
            receiver,
            step: Step::Request,
        };
        match self.content(&body.content, &site, origin)?.kind {
            ContentKind::Json(ty) => Some(Message { ty, is_form: false }),
            ContentKind::Form(ty) => Some(Message { ty, is_form: true }),
            ContentKind::Multipart(_) | ContentKind::Text | ContentKind::Bytes => None,
        }
    }
}

/// Sets those apart that have one key and no id: by the operation, and, where that is not enough, by the method. Which of
/// them is met first must not decide what it is called.
pub(super) fn set_apart(receivers: &mut [Receiver]) {
    let by_key: Vec<bool> = receivers.iter().map(|it| it.id == it.key).collect();
    let by_operation = |it: &Receiver| match &it.callback {
        Some(callback) => format!("{}.{}", callback.of, it.key),
        None => it.key.clone(),
    };
    let by_method = |it: &Receiver| format!("{}.{}", it.id, it.method.to_ascii_lowercase());
    let wider: [&dyn Fn(&Receiver) -> String; 2] = [&by_operation, &by_method];
    for wider in wider {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for receiver in receivers.iter() {
            *counts.entry(receiver.id.clone()).or_default() += 1;
        }
        for (receiver, by_key) in receivers.iter_mut().zip(&by_key) {
            if *by_key && counts[&receiver.id] > 1 {
                receiver.id = wider(receiver);
            }
        }
    }
}

/// The member that tells all kinds of messages apart, if there are several kinds and such a member.
pub(super) fn kinds(api: &Api) -> Option<Kinds> {
    let receivers = api.receivers.iter().enumerate();
    let messages = receivers.filter_map(|(index, it)| Some((index, it.body.as_ref()?)));
    let messages: Vec<(usize, &Message)> = messages.collect();
    let resolved = messages.iter().map(|(_, message)| {
        let resolved = api.types.resolve(message.ty);
        (!message.is_form && !resolved.nullable).then_some(resolved.id)
    });
    let resolved: Vec<_> = resolved.collect::<Option<_>>()?;
    if resolved.len() < 2 {
        return None;
    }
    let shapes: Vec<&Shape> = resolved.iter().map(|id| &api.types[*id].shape).collect();
    match tag::found(&shapes, &api.types)? {
        Discrimination::Tag {
            property, values, ..
        } => Some(Kinds {
            member: property,
            values: values
                .into_iter()
                .map(|(value, message)| (value, messages[message].0))
                .collect(),
        }),
        Discrimination::Key { .. } | Discrimination::Order { .. } => None,
    }
}

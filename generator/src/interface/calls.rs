//! How operations are called: by methods of resources, which are reached from the client.

use std::collections::{BTreeMap, VecDeque};

use super::operations::Told;
use super::{Interface, Operation};

/// The type that has all resources.
const CLIENT: &str = "Client";

/// Makes operations of what the runtime is told.
pub(super) fn gather(interface: &mut Interface, told: Vec<Told>) {
    let reached = reached(interface);
    let mut by_params = BTreeMap::new();
    for (resource, path) in &reached {
        let Some(ty) = interface.types.get(resource) else {
            continue;
        };
        for (name, signature) in &ty.functions {
            if let Some(params) = params_of(&signature.output) {
                let call = format!("{path}.{name}");
                by_params.insert(params.to_owned(), (call, signature.clone()));
            }
        }
    }
    for told in told {
        let Some((call, signature)) = by_params.get(&told.params) else {
            continue;
        };
        interface.operations.push(Operation {
            call: call.clone(),
            signature: signature.clone(),
            params: told.params,
            output: told.output,
            whole: told.whole,
            items: told.items,
            streamed: told.streamed,
            request: told.request,
            terms: told.terms,
        });
    }
    interface.resources = reached.into_keys().collect();
}

/// `PetListParams` of `Call<PetListParams>`.
pub(super) fn params_of(output: &str) -> Option<&str> {
    output.strip_prefix("Call<")?.strip_suffix('>')
}

/// The client and all resources, with how each is reached.
fn reached(interface: &Interface) -> BTreeMap<String, String> {
    let mut reached = BTreeMap::from([(CLIENT.to_owned(), "client".to_owned())]);
    let mut queue = VecDeque::from([CLIENT.to_owned()]);
    while let Some(resource) = queue.pop_front() {
        let (Some(ty), Some(path)) = (
            interface.types.get(&resource),
            reached.get(&resource).cloned(),
        ) else {
            continue;
        };
        for (name, signature) in &ty.functions {
            let within = &signature.output;
            let is_accessor = signature.shape.starts_with("fn(&self)")
                && within.starts_with("resources::")
                && interface.types.contains_key(within);
            if is_accessor && !reached.contains_key(within) {
                reached.insert(within.clone(), format!("{path}.{name}()"));
                queue.push_back(within.clone());
            }
        }
    }
    reached
}

//! Paths whose names in braces are not those of their parameters.

use super::tests::planned;

#[test]
fn what_may_be_several_segments_is_named_as_its_parameter() {
    for name in ["*rest", "**rest", "rest*", "+rest", "rest+", "rest..."] {
        let spec = format!(
            "
openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /files/{{id}}/{{{name}}}:
    parameters:
      - {{name: rest, in: path, required: true, schema: {{type: string}}}}
      - {{name: id, in: path, required: true, schema: {{type: string}}}}
    get: {{responses: {{'204': {{description: d}}}}}}
    put: {{responses: {{'204': {{description: d}}}}}}
"
        );
        let config = format!("[operations.'PUT /files/{{id}}/{{{name}}}']\nmethod = 'keep'");
        let plan = planned(&spec, &config);
        let methods: Vec<_> = plan.methods().collect();
        let names: Vec<&str> = methods.iter().map(|it| it.ident.as_str()).collect();
        assert_eq!(names, ["get_by_rest", "keep"], "{name}");
        for method in methods {
            assert_eq!(method.spec.path, "/files/{id}/{rest}");
            let parameters = method.spec.parameters.iter();
            let parameters = parameters.map(|it| (it.name.as_str(), it.slashes));
            let expected = [("id", false), ("rest", true)];
            assert_eq!(parameters.collect::<Vec<_>>(), expected, "{name}");
            let mut arguments = method.params.arguments.iter();
            assert!(arguments.any(|it| it.field.as_str() == "rest"));
        }
    }
}

//! What bodies show.

use super::Question;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::record::image_input;

pub(super) fn missing_image(question: &Question<'_>) -> Vec<Diagnostic> {
    let all = question.records.bodies().flat_map(|(path, body)| body.images.iter().map(move |image| (path, image)));
    all.filter_map(|(path, image)| {
        let input = image_input(&image.target);
        let found = input.as_deref().is_some_and(|input| question.inputs.contains(input));
        (!found).then(|| {
            let message = match &input {
                Some(input) => format!("there is no picture `{input}`"),
                None => format!("`{}` is not a picture of this project", image.target),
            };
            Diagnostic::new(Code::MissingImage, Place::new(path, image.span), message)
                .help("pictures stand below content/images/: write `![what it shows](images/name.png)`")
        })
    })
    .collect()
}

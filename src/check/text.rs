//! What bodies show.

use super::Question;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::inputs::InputPath;
use crate::record::{Body, Pledge, image_input};

pub(super) fn missing_image(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    missing(question, &pledge.path, &pledge.body)
}

pub(super) fn missing_image_elsewhere(question: &Question<'_>) -> Vec<Diagnostic> {
    question.records.other_bodies().flat_map(|(path, body)| missing(question, path, body)).collect()
}

fn missing(question: &Question<'_>, path: &InputPath, body: &Body) -> Vec<Diagnostic> {
    let missing = body.images.iter().filter_map(|image| {
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
    });
    missing.collect()
}

//! What bodies show.

use super::Question;
use super::identity::nearly_called;
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
            let nearly = input.as_deref().and_then(|input| nearly_called(question.inputs, input));
            let help = match nearly.and_then(|path| path.strip_prefix("content/")) {
                Some(nearly) => format!("did you mean `{nearly}`? upper and lower case count"),
                None => "pictures stand below content/images/: write `![what it shows](images/name.png)`".to_owned(),
            };
            Diagnostic::new(Code::MissingImage, Place::new(path, image.span), message).help(help)
        })
    });
    missing.collect()
}

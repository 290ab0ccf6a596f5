"""The API's own description: the OpenAPI document, and a page that reads like a book made from it."""

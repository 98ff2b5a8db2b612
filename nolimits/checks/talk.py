"""What two people ask somebody who applied, and how they score the answers (R-REC-5)."""

QUESTIONS = {
    "why": "Why they want to do this, and what they hope for",
    "young": "What they know of young people, and have done with them",
    "boundaries": "How they keep boundaries: phones, presents, secrets, touch",
    "told": "What they would do if a young person told them of harm",
    "staying": "How they go on when a young person does not turn up",
    "history": "Their working life: gaps and changes that needed explaining",
}
SCORES = {1: "1, a worry", 2: "2, not enough", 3: "3, good", 4: "4, very good"}
WORRY = 1
Scores = dict[str, tuple[int, str]]  # question: score, and a short note


def worried(scores: Scores) -> list[str]:
    """The questions whose answers were a worry: with one, nobody is found suitable."""
    return [QUESTIONS[name] for name, (score, _) in scores.items() if score == WORRY]

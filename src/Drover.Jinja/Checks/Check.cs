using Drover.Jinja.Values;

namespace Drover.Jinja.Checks;

/// <summary>What follows <c>is</c>: Jinja2 calls it a test.</summary>
internal delegate bool Check(Budget budget, object? value, Arguments arguments);

using Drover.Jinja.Values;

namespace Drover.Jinja.Filters;

/// <summary>Makes a value of another one.</summary>
internal delegate object? Filter(Budget budget, object? value, Arguments arguments);

using Drover.Jinja.Values;

namespace Drover.Jinja.Methods;

/// <summary>A method of values of one type.</summary>
internal delegate object? Method<in T>(Budget budget, T self, Arguments arguments);

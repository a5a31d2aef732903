namespace Drover.Jinja.Values;

/// <summary>A value that a template can call.</summary>
internal interface ICallable
{
    /// <exception cref="TemplateFault">The arguments do not fit, or the call came to nothing.</exception>
    object? Call(Budget budget, Arguments arguments);
}

namespace Drover.Jinja.Values;

/// <summary>What a name, an attribute or an item that does not exist gives: it prints nothing and is false, and nothing else can be done with it.</summary>
/// <param name="reason">Why it is not defined, as the first half of a sentence.</param>
internal sealed class Undefined(string reason)
{
    /// <summary>What is said when somebody wants more of it.</summary>
    public TemplateFault Fault() => new($"{reason}; give it a value or use the filter 'default'.");

    public static Undefined Variable(string name) => new($"The variable '{name}' is not defined");

    public static Undefined Member(object? owner, object? key) => new($"A value of type {TypeNames.Of(owner)} has no {Printing.Repr(key)}");
}

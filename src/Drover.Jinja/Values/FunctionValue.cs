namespace Drover.Jinja.Values;

/// <summary>Something that a template can call.</summary>
/// <param name="name">Its name in messages.</param>
/// <param name="typeName">Python's name of its type.</param>
/// <param name="call">What it does.</param>
internal sealed class FunctionValue(string name, string typeName, Func<Budget, Arguments, object?> call) : ICallable
{
    public string TypeName { get; } = typeName;

    public string Name { get; } = name;

    public object? Call(Budget budget, Arguments arguments) => call(budget, arguments);
}

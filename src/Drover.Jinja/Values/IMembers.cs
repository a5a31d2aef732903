namespace Drover.Jinja.Values;

/// <summary>A value of the engine's own that has attributes, such as <c>loop</c> and <c>self</c>.</summary>
internal interface IMembers
{
    /// <summary>Python's name of the type.</summary>
    string TypeName { get; }

    /// <summary>Finds an attribute.</summary>
    bool TryMember(string name, out object? value);

    /// <summary>How it prints.</summary>
    string Text { get; }
}

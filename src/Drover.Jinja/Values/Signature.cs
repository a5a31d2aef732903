namespace Drover.Jinja.Values;

/// <summary>Which arguments a filter, test, method or function takes.</summary>
/// <param name="name">Its name in messages.</param>
/// <param name="required">How many of the parameters, from the first, must be given.</param>
/// <param name="parameters">Their names in order.</param>
internal sealed class Signature(string name, int required, params string[] parameters)
{
    /// <summary>The arguments in the order of the parameters; what was not given is <see cref="Absent"/>.</summary>
    /// <exception cref="TemplateFault">There are too many, too few, or one of an unknown name.</exception>
    public object?[] Bind(Arguments arguments)
    {
        if (arguments.Positional.Count > parameters.Length)
            throw new TemplateFault($"'{name}' takes at most {parameters.Length} arguments, and {arguments.Positional.Count} are given.");
        var bound = new object?[parameters.Length];
        Array.Fill(bound, Absent);
        for (var i = 0; i < arguments.Positional.Count; i++)
            bound[i] = arguments.Positional[i];
        foreach (var (key, value) in arguments.Named)
        {
            var place = Array.IndexOf(parameters, key);
            if (place < 0)
                throw new TemplateFault($"'{name}' has no argument named '{key}'.");
            if (!ReferenceEquals(bound[place], Absent))
                throw new TemplateFault($"'{name}' is given the argument '{key}' twice.");
            bound[place] = value;
        }
        var missing = Array.FindIndex(bound, 0, required, value => ReferenceEquals(value, Absent));
        return missing < 0 ? bound : throw new TemplateFault($"'{name}' needs the argument '{parameters[missing]}'.");
    }

    /// <summary>Stands for an argument that was not given.</summary>
    public static readonly object Absent = new();

    public static bool IsGiven(object? argument) => !ReferenceEquals(argument, Absent);
}

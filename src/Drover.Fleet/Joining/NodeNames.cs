using Drover.Kernel.Operations;

namespace Drover.Fleet.Joining;

/// <summary>The rule for names of nodes: they stand in certificates, keys and commands.</summary>
internal static class NodeNames
{
    /// <summary>Longest common name of a certificate.</summary>
    private const int Longest = 64;

    /// <exception cref="OperationException">The name cannot be used.</exception>
    public static void Check(string name)
    {
        if (name.Length is 0 or > Longest || !char.IsAsciiLetterOrDigit(name[0]) || name.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
            throw Refusal.WrongInput($"A node cannot have the name '{name}': give at most {Longest} letters, digits, '.', '_' and '-', of which the first is a letter or a digit");
    }
}

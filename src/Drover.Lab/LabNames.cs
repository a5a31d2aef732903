using Drover.Kernel.Operations;

namespace Drover.Lab;

/// <summary>The rule for names of devices, types and workers: they stand in paths, topics and frames.</summary>
internal static class LabNames
{
    /// <exception cref="OperationException">The name cannot be used.</exception>
    public static void Check(string what, string name)
    {
        if (name.Length > 200 || name[0] is '.' or '-' || name.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
            throw Refusal.WrongInput($"{what} '{name}' cannot have this name: give at most 200 letters, digits, '.', '_' and '-', and begin with a letter, a digit or '_'");
    }
}

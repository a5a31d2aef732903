using Drover.Kernel;
using Drover.Kernel.Operations;

namespace Drover.People;

/// <summary>The rule for names of users and groups: they stand in principals, headers and lists with commas.</summary>
internal static class PeopleNames
{
    private const int Longest = 150;

    /// <summary>How journal and jobs name a user: <c>user:ada</c>.</summary>
    public static Principal PrincipalOf(string user) => Principal.Parse($"user:{user}");

    /// <exception cref="OperationException">The name cannot be used.</exception>
    public static void Check(string what, string name)
    {
        if (name.Length > Longest || name.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+')))
            throw Refusal.WrongInput($"{what} '{name}' cannot have this name: give at most {Longest} letters, digits, '.', '_', '-', '@' and '+'");
    }
}

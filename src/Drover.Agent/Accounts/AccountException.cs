using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts;

/// <summary>Changes of accounts are not made.</summary>
internal sealed class AccountException(AccountRefusalKind kind, string text) : Exception(text)
{
    public AccountRefusal Refusal { get; } = new(kind, text);

    public static AccountException WrongInput(string text) => new(AccountRefusalKind.WrongInput, text);

    public static AccountException Unknown(string text) => new(AccountRefusalKind.Unknown, text);

    public static AccountException Exists(string text) => new(AccountRefusalKind.Exists, text);

    public static AccountException Kept(string text) => new(AccountRefusalKind.Kept, text);

    public static AccountException WrongState(string text) => new(AccountRefusalKind.WrongState, text);
}

using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Opcodes;
using Drover.People.Roles;
using Drover.People.Tokens;

namespace Drover.People.Accounts;

/// <summary>OP_ACCOUNT_ADD: a user of the network who may sign in.</summary>
internal sealed class AddAccount : StateOperation
{
    public override bool AdminsOnly => true;

    public override OpcodeSchema Schema { get; } = new("OP_ACCOUNT_ADD", [AccountParameters.Name, OpcodeParameter.Optional("role", RoleNames.Parameter), AccountParameters.PasswordHash], "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var name = scope["name"].Text()!;
        PeopleNames.Check("Account", name);
        AccountParameters.CheckPasswordHash(scope);
        if (scope.State.Objects.Find(Account.Kind, name) is not null)
            throw Refusal.Exists($"There is an account {name} already");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        decision.Store(Account.Kind, scope["name"].Text()!, new Account
        {
            Name = scope["name"].Text()!,
            Role = RoleNames.Parse(scope["role"].Text()) ?? PersonRole.Viewer,
            PasswordHash = scope["password_hash"].Text() is { Length: > 0 } hash ? hash : null,
            CredentialsSet = decision.Now,
            CreatedBy = scope.Owner,
            Created = decision.Now,
        });
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_ACCOUNT_SET: changes an account; what is left out stays. A new password or second factor ends the sessions of the user.</summary>
internal sealed class SetAccount : StateOperation
{
    public override bool AdminsOnly => true;

    public override OpcodeSchema Schema { get; } = new("OP_ACCOUNT_SET",
    [
        AccountParameters.Name,
        OpcodeParameter.Optional("role", RoleNames.Parameter),
        AccountParameters.PasswordHash,
        OpcodeParameter.Optional("second_factor", ParameterType.String),
        new("recovery_codes", ParameterType.ListOf(ParameterType.NonEmptyString), "[]"u8.ToArray(), Required: false),
    ], "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        AccountParameters.Target(scope);
        AccountParameters.CheckPasswordHash(scope);
        AccountParameters.CheckSecondFactor(scope);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var account = AccountParameters.Target(scope);
        var (password, second) = (scope["password_hash"].Text(), scope["second_factor"].Text());
        account = account with
        {
            Role = RoleNames.Parse(scope["role"].Text()) ?? account.Role,
            PasswordHash = password is null ? account.PasswordHash : password.Length > 0 ? password : null,
            SecondFactor = second is null ? account.SecondFactor : second.Length > 0 ? second : null,
            RecoveryCodes = second is null ? account.RecoveryCodes : [.. scope["recovery_codes"].Texts()],
            CredentialsSet = password is null && second is null ? account.CredentialsSet : decision.Now,
        };
        decision.Store(Account.Kind, account.Name, account);
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_ACCOUNT_PASSWORD: a user has another password, by the one of before. What an admin has set meanwhile stays.</summary>
internal sealed class ChangePassword : StateOperation
{
    public const string OpId = "OP_ACCOUNT_PASSWORD";

    public override bool AdminsOnly => true;

    public override OpcodeSchema Schema { get; } = new(OpId,
    [
        AccountParameters.Name,
        new("password_hash", ParameterType.NonEmptyString, default, Required: true),
        new("credentials_set", ParameterType.Integer, default, Required: true),
    ], "name");

    /// <summary>A password that others know by now does not wait for a queue.</summary>
    public override bool PassesDrain => true;

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var account = AccountParameters.Target(scope);
        if (scope.Owner != account.Principal)
            throw Refusal.WrongState("That is for the user alone: 'drover account passwd' sets the password of somebody else");
        AccountParameters.CheckPasswordHash(scope);
        if (scope["credentials_set"].GetInt64() != account.CredentialsSet.Microseconds)
            throw Refusal.WrongState("Password or second factor were set by somebody else meanwhile");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var account = AccountParameters.Target(scope);
        decision.Store(Account.Kind, account.Name, account with { PasswordHash = scope["password_hash"].Text(), CredentialsSet = decision.Now });
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_ACCOUNT_REMOVE: nobody comes in as that user any more, by a token neither.</summary>
internal sealed class RemoveAccount : StateOperation
{
    public override bool AdminsOnly => true;

    public override OpcodeSchema Schema { get; } = new("OP_ACCOUNT_REMOVE", [AccountParameters.Name], "name");

    public override void CheckPrerequisites(OpcodeScope scope) => AccountParameters.Target(scope);

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var name = AccountParameters.Target(scope).Name;
        decision.Remove(Account.Kind, name);
        foreach (var token in decision.State.Objects.All(UserToken.Kind).Where(token => token.User == name).ToList())
            decision.Remove(UserToken.Kind, token.Id);
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_ACCOUNT_CODE_SPEND: a recovery code was used, and is good no more.</summary>
internal sealed class SpendCode : StateOperation
{
    public const string OpId = "OP_ACCOUNT_CODE_SPEND";

    public override bool AdminsOnly => true;

    public override OpcodeSchema Schema { get; } = new(OpId, [AccountParameters.Name, new("code", ParameterType.NonEmptyString, default, Required: true)], "name");

    /// <summary>Somebody wants to come in: it may be to open the queue again.</summary>
    public override bool PassesDrain => true;

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        if (!AccountParameters.Target(scope).RecoveryCodes.Contains(scope["code"].Text()!))
            throw Refusal.WrongState("That recovery code is not known, or was used before");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var account = AccountParameters.Target(scope);
        decision.Store(Account.Kind, account.Name, account with { RecoveryCodes = account.RecoveryCodes.Remove(scope["code"].Text()!) });
        return OpcodeOutcome.None;
    }
}

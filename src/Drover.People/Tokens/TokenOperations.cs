using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Opcodes;
using Drover.People.Roles;

namespace Drover.People.Tokens;

/// <summary>OP_TOKEN_ADD: a token by which a user is known. The result is its id.</summary>
internal sealed class AddToken : StateOperation
{
    private const int LongestDescription = 200;

    public override bool AdminsOnly => true;

    public override OpcodeSchema Schema { get; } = new("OP_TOKEN_ADD",
    [
        new("user", ParameterType.Name, default, Required: true),
        new("hash", ParameterType.NonEmptyString, default, Required: true),
        new("groups", ParameterType.ListOf(ParameterType.Name), "[]"u8.ToArray(), Required: false),
        new("superuser", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
        OpcodeParameter.Optional("description", ParameterType.String),
        OpcodeParameter.Optional("role", RoleNames.Parameter),
    ], "user");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        PeopleNames.Check("User", scope["user"].Text()!);
        foreach (var group in scope["groups"].Texts())
            PeopleNames.Check("Group", group);
        if ((scope["description"].Text() ?? "").Length > LongestDescription)
            throw Refusal.WrongInput($"The description has more than {LongestDescription} characters: shorten it");
        var hash = scope["hash"].Text()!;
        if (!SecretHash.IsHash(hash))
            throw Refusal.WrongInput($"The hash must be the SHA-256 of the token in {SecretHash.Length} lower-case hexadecimal digits: 'drover token create' draws a token and makes it");
        if (scope.State.Objects.FindByName(UserToken.Kind, hash) is { } known)
            throw Refusal.Exists($"There is that token already: {known.Id} of {known.User}");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        string id;
        do
            id = decision.Ids.NewUuid().Replace("-", "", StringComparison.Ordinal)[^8..];
        while (scope.State.Objects.Find(UserToken.Kind, id) is not null);
        decision.Store(UserToken.Kind, id, new UserToken
        {
            Id = id,
            User = scope["user"].Text()!,
            Groups = [.. scope["groups"].Texts().Distinct(StringComparer.Ordinal)],
            Superuser = scope["superuser"].IsTrue(),
            Role = RoleNames.Parse(scope["role"].Text()) ?? PersonRole.Viewer,
            Description = scope["description"].Text() ?? "",
            Hash = scope["hash"].Text()!,
            CreatedBy = scope.Owner,
            Created = decision.Now,
        });
        return new OpcodeOutcome(RawJson.String(id));
    }
}

/// <summary>OP_TOKEN_REMOVE: a token is good for nothing any more.</summary>
internal sealed class RemoveToken : StateOperation
{
    public override bool AdminsOnly => true;

    public override OpcodeSchema Schema { get; } = new("OP_TOKEN_REMOVE", [new("id", ParameterType.Name, default, Required: true)], "id");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        if (scope.State.Objects.Find(UserToken.Kind, scope["id"].Text()!) is null)
            throw Refusal.Unknown("Token", scope["id"].Text()!);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        decision.Remove(UserToken.Kind, scope["id"].Text()!);
        return OpcodeOutcome.None;
    }
}

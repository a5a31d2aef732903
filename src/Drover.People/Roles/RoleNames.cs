using Drover.Opcodes;

namespace Drover.People.Roles;

/// <summary>Roles as opcodes and listings name them.</summary>
internal static class RoleNames
{
    /// <summary>A parameter of an opcode that names a role.</summary>
    public static ParameterType Parameter { get; } = ParameterType.OneOf([.. Enum.GetValues<PersonRole>().Select(Of)]);

    public static string Of(PersonRole role) => role.ToString().ToLowerInvariant();

    /// <summary>The role of a name; null for none.</summary>
    public static PersonRole? Parse(string? name) => name is null ? null : Enum.Parse<PersonRole>(name, ignoreCase: true);
}

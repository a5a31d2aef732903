using System.Text.Json.Serialization;

namespace Drover.People.Roles;

/// <summary>What a user of the network may do, from least to most (<c>docs/authority.md</c>).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PersonRole>))]
public enum PersonRole
{
    /// <summary>Sees all but what concerns people, and changes nothing.</summary>
    [JsonStringEnumMemberName("viewer")]
    Viewer,
    /// <summary>Besides, hands in work and changes the course of everybody's.</summary>
    [JsonStringEnumMemberName("operator")]
    Operator,
    /// <summary>May do everything, like root.</summary>
    [JsonStringEnumMemberName("admin")]
    Admin,
}

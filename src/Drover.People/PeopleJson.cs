using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.People.Accounts;
using Drover.People.Roles;
using Drover.People.Tokens;

namespace Drover.People;

/// <summary>Stored forms of what is known of people.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimestampConverter), typeof(PrincipalConverter)])]
[JsonSerializable(typeof(UserToken))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(PersonRole))]
internal sealed partial class PeopleJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.People.Roles;

namespace Drover.Web.Sessions;

/// <summary>A session as its file keeps it.</summary>
/// <param name="Hash">Hash of its secret.</param>
/// <param name="User">Who it is.</param>
/// <param name="IsOperator">Whether a user of this machine was an operator; null for others.</param>
/// <param name="CredentialsSet">Of an account, in microseconds.</param>
/// <param name="From">The address.</param>
/// <param name="Began">When it began.</param>
/// <param name="Ends">When it ends.</param>
/// <param name="Role">Of somebody whom a provider knows; null for others.</param>
internal sealed record StoredSession(string Hash, Principal User, bool? IsOperator, long CredentialsSet, string From, DateTimeOffset Began, DateTimeOffset Ends, PersonRole? Role = null);

[JsonSerializable(typeof(List<StoredSession>))]
internal sealed partial class SessionJson : JsonSerializerContext;

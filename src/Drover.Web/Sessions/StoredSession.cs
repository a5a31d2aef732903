using System.Text.Json.Serialization;
using Drover.Kernel;

namespace Drover.Web.Sessions;

/// <summary>A session as its file keeps it.</summary>
/// <param name="Hash">Hash of its secret.</param>
/// <param name="User">Who it is.</param>
/// <param name="IsOperator">Whether a user of this machine was an operator; null for an account.</param>
/// <param name="CredentialsSet">Of an account, in microseconds.</param>
/// <param name="From">The address.</param>
/// <param name="Began">When it began.</param>
/// <param name="Ends">When it ends.</param>
internal sealed record StoredSession(string Hash, Principal User, bool? IsOperator, long CredentialsSet, string From, DateTimeOffset Began, DateTimeOffset Ends);

[JsonSerializable(typeof(List<StoredSession>))]
internal sealed partial class SessionJson : JsonSerializerContext;

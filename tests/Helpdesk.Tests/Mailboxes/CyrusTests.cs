using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

public sealed class CyrusTests(CyrusServer server, Servers servers) : ServerContract(server, servers), IClassFixture<CyrusServer>;

import { Home } from './components/home/home';
import { PageShell } from './components/shell/page-shell';

export default function HomePage() {
  return (
    <PageShell>
      <Home />
    </PageShell>
  );
}
